// The lock file must work with any registry: it may hold no address to fetch from.
import { readFileSync } from 'node:fs';

const lock = JSON.parse(
  readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'),
);
const tied = Object.entries(lock.packages).filter(([, entry]) =>
  String(entry.resolved ?? '').startsWith('http'),
);
const loose = Object.entries(lock.packages).filter(
  ([name, entry]) => name !== '' && !entry.integrity && !entry.inBundle,
);
// A platform's binary that is not published yet leaves a hole, with which `npm ci` refuses to work.
const lost = Object.entries(lock.packages).flatMap(([name, entry]) =>
  Object.keys(entry.optionalDependencies ?? {})
    .filter(
      other =>
        !lock.packages[`node_modules/${other}`] &&
        !lock.packages[`${name}/node_modules/${other}`],
    )
    .map(other => [name, other]),
);
for (const [name] of tied) {
  console.error(`package-lock.json: ${name} names a registry`);
}
for (const [name] of loose) {
  console.error(`package-lock.json: ${name} has no checksum`);
}
for (const [name, platform] of lost) {
  console.error(`package-lock.json: ${name} lacks ${platform}`);
}
process.exit(tied.length + loose.length + lost.length > 0 ? 1 : 0);
