/** What was last suggested, and where. */
export interface Suggestion {
  readonly cellId: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly text: string;
}

/** A place to complete at. */
export type Cursor = Omit<Suggestion, 'text'>;

/** What is left of a suggestion while the learner types along it; null when it no longer fits. */
export function remainder(
  last: Suggestion | null,
  cursor: Cursor,
): string | null {
  if (
    last?.cellId !== cursor.cellId ||
    last.suffix !== cursor.suffix ||
    !cursor.prefix.startsWith(last.prefix)
  ) {
    return null;
  }
  const typed = cursor.prefix.slice(last.prefix.length);
  return last.text.startsWith(typed) ? last.text.slice(typed.length) : null;
}

/** Whether there is anything to go on. */
export function isWorthAsking(cursor: Cursor): boolean {
  return cursor.prefix.trim() !== '';
}
