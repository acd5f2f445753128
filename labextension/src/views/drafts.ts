import * as React from 'react';

/** What was typed and not handed in, for as long as the panel is there. */
export class DraftBook {
  private readonly texts = new Map<string, string>();

  of(name: string): string {
    return this.texts.get(name) ?? '';
  }

  keep(name: string, text: string): void {
    this.texts.set(name, text);
  }
}

/** The book, and the exercise that is worked on; without one, texts go with their field. */
export const Drafts = React.createContext<{
  readonly book: DraftBook;
  readonly exercise: string;
} | null>(null);

/** The text of a field, which stays when the cursor leaves the exercise and comes back. */
export function useDraft(field: string): [string, (text: string) => void] {
  const drafts = React.useContext(Drafts);
  const name = `${drafts?.exercise ?? ''} ${field}`;
  const [text, setText] = React.useState(() => drafts?.book.of(name) ?? '');
  return [
    text,
    (written: string) => {
      drafts?.book.keep(name, written);
      setText(written);
    },
  ];
}
