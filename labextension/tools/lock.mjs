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
for (const [name] of tied) {
  console.error(`package-lock.json: ${name} names a registry`);
}
for (const [name] of loose) {
  console.error(`package-lock.json: ${name} has no checksum`);
}
process.exit(tied.length + loose.length > 0 ? 1 : 0);
