// Generates `src/wire.gen.ts` from `wire/`: `wire.mjs write`, or `wire.mjs check` to fail when it is stale.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from 'json-schema-to-typescript';
import * as prettier from 'prettier';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));
const target = join(root, 'labextension', 'src', 'wire.gen.ts');
const banner =
  '// Generated from jupyter_llm_teach/wire/ by `npm run wire`; do not edit.\n';

function python() {
  const local = join(root, '.venv', 'bin', 'python');
  return process.env.PYTHON ?? (existsSync(local) ? local : 'python3');
}

/** The types as text. */
async function generate() {
  const schema = JSON.parse(
    execFileSync(python(), [join(here, 'wire_schema.py')], {
      cwd: root,
      encoding: 'utf8',
    }),
  );
  const types = await compile(schema, 'Wire', {
    bannerComment: banner,
    format: false,
    ignoreMinAndMaxItems: true,
  });
  const options = await prettier.resolveConfig(target);
  // The container only makes the generator name every message; nobody imports it.
  const messages = types
    .replace(/export interface Wire \{[^}]*\}\n/, '')
    .replace(/\n?\/\*\*\n \* This interface was referenced by[^/]*\*\//g, '')
    .replace(/\n \*\n \* This interface was referenced by[^/]*\*\//g, '\n */')
    .replace(/export type (\w+?)1 = [^;]*;\n/g, '');
  return prettier.format(messages, { ...options, parser: 'typescript' });
}

const text = await generate();
if (process.argv[2] === 'check') {
  if (readFileSync(target, 'utf8') !== text) {
    console.error('labextension/src/wire.gen.ts is stale: run `npm run wire`');
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
}
