// Reads and writes gettext's PO files, as far as a catalogue of ours uses them.

/** The entries of a PO file: { context, id, plural, strings }. */
export function parsePo(text) {
  return text
    .split(/\n\s*\n/)
    .map(parseEntry)
    .filter(entry => entry !== null);
}

function parseEntry(block) {
  const fields = {};
  let field = null;
  for (const line of block.split('\n')) {
    const match =
      /^(?:(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?)\s+)?"(.*)"$/.exec(
        line.trim(),
      );
    if (match) {
      field = match[1] ?? field;
      fields[field] = (fields[field] ?? '') + JSON.parse(`"${match[2]}"`);
    }
  }
  if (fields.msgid === undefined) {
    return null;
  }
  const strings =
    fields.msgid_plural === undefined
      ? [fields.msgstr]
      : [fields['msgstr[0]'], fields['msgstr[1]']];
  return {
    context: fields.msgctxt ?? null,
    id: fields.msgid,
    plural: fields.msgid_plural ?? null,
    strings: strings.map(string => string ?? ''),
  };
}

/** Entries as a PO file. */
export function formatPo(header, entries) {
  const head = [
    'msgid ""',
    'msgstr ""',
    ...Object.entries(header).map(([name, value]) =>
      quote(`${name}: ${value}\n`),
    ),
  ].join('\n');
  return [head, ...entries.map(formatEntry)].join('\n\n') + '\n';
}

function formatEntry({ context, id, plural, strings }) {
  const lines = context === null ? [] : [`msgctxt ${quote(context)}`];
  lines.push(`msgid ${quote(id)}`);
  if (plural === null) {
    lines.push(`msgstr ${quote(strings[0])}`);
  } else {
    lines.push(`msgid_plural ${quote(plural)}`);
    strings.forEach((string, index) =>
      lines.push(`msgstr[${index}] ${quote(string)}`),
    );
  }
  return lines.join('\n');
}

function quote(text) {
  return JSON.stringify(text);
}
