// Keeps the French catalogue whole: `locale.mjs write` adds new strings to the PO file and makes the
// JSON that JupyterLab loads; `locale.mjs check` fails where a string has no French, or French no string.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { formatPo, parsePo } from './po.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const sources = join(root, 'labextension/src');
const folder = join(root, 'jupyter_llm_teach/locale/fr_FR/LC_MESSAGES');
const poFile = join(folder, 'jupyter_llm_teach.po');
const jsonFile = join(folder, 'jupyter_llm_teach.json');
const PLURALS = 'nplurals=2; plural=(n > 1);';
const { version } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);

// Which arguments of a translator's functions are context, singular and plural.
const FUNCTIONS = {
  __: { id: 0 },
  _n: { id: 0, plural: 1 },
  _p: { context: 0, id: 1 },
  _np: { context: 0, id: 1, plural: 2 },
};

function keyOf(entry) {
  return entry.context === null
    ? entry.id
    : `${entry.context}\u0004${entry.id}`;
}

/** Every string that a source file gives to the translator. */
function stringsIn(file) {
  const source = ts.createSourceFile(
    file,
    readFileSync(file, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const found = [];
  const visit = node => {
    const name =
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      node.expression.name.text;
    const shape = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    if (shape) {
      const text = index => {
        const argument = index === undefined ? null : node.arguments[index];
        if (argument && !ts.isStringLiteralLike(argument)) {
          throw new Error(`${file}: ${name}() needs plain strings`);
        }
        return argument?.text ?? null;
      };
      found.push({
        context: text(shape.context),
        id: text(shape.id),
        plural: text(shape.plural),
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function used() {
  const files = readdirSync(sources, { recursive: true })
    .filter(file => /\.tsx?$/.test(file))
    .sort();
  const all = files.flatMap(file => stringsIn(join(sources, file)));
  return new Map(all.map(entry => [keyOf(entry), entry]));
}

function catalogue() {
  const entries = parsePo(readFileSync(poFile, 'utf8'));
  return new Map(
    entries
      .filter(entry => entry.id !== '')
      .map(entry => [keyOf(entry), entry]),
  );
}

function jsonOf(entries) {
  const head = {
    domain: 'jupyter_llm_teach',
    language: 'fr-FR', // the frontend's spelling, unlike the folder's
    plural_forms: PLURALS,
    version,
  };
  const body = Object.fromEntries(
    entries.map(entry => [keyOf(entry), entry.strings]),
  );
  return `${JSON.stringify({ '': head, ...body }, null, 2)}\n`;
}

const HOLES = /%\d/g;

function problems(strings, french) {
  const found = [];
  for (const [key, entry] of strings) {
    const translated = french.get(key);
    const name = JSON.stringify(entry.id);
    if (!translated || translated.strings.some(string => string === '')) {
      found.push(`${name} has no French`);
    } else if (translated.plural !== entry.plural) {
      found.push(`${name} has another plural in French`);
    } else if (
      translated.strings.some(
        string =>
          String(string.match(HOLES)?.sort()) !==
          String((entry.plural ?? entry.id).match(HOLES)?.sort()),
      )
    ) {
      found.push(`${name} has other placeholders in French`);
    }
  }
  for (const [key, entry] of french) {
    if (!strings.has(key)) {
      found.push(`${JSON.stringify(entry.id)} is not used any more`);
    }
  }
  return found;
}

const strings = used();
const french = catalogue();
if (process.argv[2] === 'check') {
  const found = problems(strings, french);
  if (readFileSync(jsonFile, 'utf8') !== jsonOf([...french.values()])) {
    found.push(`${jsonFile} is stale: run \`npm run locale\``);
  }
  found.forEach(problem => console.error(problem));
  process.exit(found.length > 0 ? 1 : 0);
}
const entries = [...strings].map(([key, entry]) => ({
  ...entry,
  strings:
    french.get(key)?.strings ?? (entry.plural === null ? [''] : ['', '']),
}));
const header = {
  'Project-Id-Version': 'jupyter_llm_teach',
  Language: 'fr_FR',
  'MIME-Version': '1.0',
  'Content-Type': 'text/plain; charset=UTF-8',
  'Content-Transfer-Encoding': '8bit',
  'Plural-Forms': PLURALS,
};
writeFileSync(poFile, formatPo(header, entries));
writeFileSync(jsonFile, jsonOf(entries));
