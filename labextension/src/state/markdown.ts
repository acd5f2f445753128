/** A piece of a line. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'bold'; readonly text: string };

/** A block of a hint. */
export type Block =
  | { readonly kind: 'paragraph'; readonly content: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | {
      readonly kind: 'list';
      readonly ordered: boolean;
      readonly items: readonly (readonly Inline[])[];
    };

const FENCE = /^\s*```/;
const BULLET = /^\s*[-*•]\s+(.*)$/;
const NUMBER = /^\s*\d{1,3}[.)]\s+(.*)$/;

/**
 * The blocks of a hint: paragraphs, lists, fenced code, inline code and bold.
 *
 * Everything else of Markdown, links, images and HTML above all, stays plain text.
 */
export function blocksOf(text: string): Block[] {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const blocks: Block[] = [];
  let next = 0;
  while (next < lines.length) {
    const taken = takeBlock(lines, next);
    if (taken.block) {
      blocks.push(taken.block);
    }
    next = taken.next;
  }
  return blocks;
}

interface Taken {
  readonly block: Block | null;
  readonly next: number;
}

function takeBlock(lines: readonly string[], start: number): Taken {
  const line = lines[start] ?? '';
  if (line.trim() === '') {
    return { block: null, next: start + 1 };
  }
  if (FENCE.test(line)) {
    return takeFence(lines, start);
  }
  if (BULLET.test(line)) {
    return takeList(lines, start, BULLET);
  }
  return NUMBER.test(line)
    ? takeList(lines, start, NUMBER)
    : takeParagraph(lines, start);
}

function takeFence(lines: readonly string[], start: number): Taken {
  let end = start + 1;
  while (end < lines.length && !FENCE.test(lines[end] ?? '')) {
    end += 1;
  }
  const text = lines.slice(start + 1, end).join('\n');
  return { block: { kind: 'code', text }, next: end + 1 };
}

function takeList(
  lines: readonly string[],
  start: number,
  marker: RegExp,
): Taken {
  const items: string[] = [];
  let next = start;
  for (; next < lines.length; next += 1) {
    const line = lines[next] ?? '';
    const item = marker.exec(line)?.[1];
    if (item !== undefined) {
      items.push(item);
    } else if (/^\s+\S/.test(line)) {
      items.push(`${items.pop() ?? ''} ${line.trim()}`);
    } else {
      break;
    }
  }
  const ordered = marker === NUMBER;
  return { block: { kind: 'list', ordered, items: items.map(inlines) }, next };
}

function takeParagraph(lines: readonly string[], start: number): Taken {
  let next = start + 1;
  while (next < lines.length && !startsBlock(lines[next] ?? '')) {
    next += 1;
  }
  const text = lines
    .slice(start, next)
    .map(line => line.trim())
    .join(' ');
  return { block: { kind: 'paragraph', content: inlines(text) }, next };
}

function startsBlock(line: string): boolean {
  return (
    line.trim() === '' ||
    FENCE.test(line) ||
    BULLET.test(line) ||
    NUMBER.test(line)
  );
}

function inlines(text: string): Inline[] {
  const pieces: Inline[] = [];
  let last = 0;
  for (const match of text.matchAll(/(`+)(.+?)\1(?!`)|\*\*(\S.*?)\*\*/g)) {
    if (match.index > last) {
      pieces.push({ kind: 'text', text: text.slice(last, match.index) });
    }
    const [whole, , code, bold] = match;
    pieces.push(
      code === undefined
        ? { kind: 'bold', text: bold ?? '' }
        : { kind: 'code', text: code },
    );
    last = match.index + whole.length;
  }
  if (last < text.length) {
    pieces.push({ kind: 'text', text: text.slice(last) });
  }
  return pieces;
}
