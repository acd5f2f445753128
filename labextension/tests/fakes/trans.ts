import type { TranslationBundle } from '@jupyterlab/translation';

function filled(text: string, args: unknown[]): string {
  return text.replace(/%(\d)/g, (_, place: string) =>
    String(args[Number(place) - 1]),
  );
}

/** English, as JupyterLab gives it when no language is chosen. */
export const english = {
  __: (text: string, ...args: unknown[]) => filled(text, args),
  _p: (_context: string, text: string, ...args: unknown[]) =>
    filled(text, args),
  _n: (one: string, many: string, n: number, ...args: unknown[]) =>
    filled(n === 1 ? one : many, [n, ...args]),
} as unknown as TranslationBundle;

/** The same texts, with figures as French people write them. */
export const inFrench = {
  ...english,
  _p: (context: string, text: string, ...args: unknown[]) =>
    context === 'language tag' ? 'fr' : filled(text, args),
};
