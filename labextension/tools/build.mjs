// Builds the prebuilt extension with the Node half of `jupyter-builder`, so that a build needs no Python.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const locate = createRequire(import.meta.url).resolve;
const builder = locate('@jupyter/builder/lib/build-labextension.js');
const core = join(
  dirname(locate('@jupyterlab/core-meta/package.json')),
  'core.package.json',
);

const done = spawnSync(
  process.execPath,
  [builder, '--core-package-file', core, ...process.argv.slice(2), root],
  { cwd: root, stdio: 'inherit' },
);
process.exit(done.status ?? 1);
