import type { TranslationBundle } from '@jupyterlab/translation';

/** A number as people write it in the language of the texts, not in the browser's own. */
export function figure(
  value: number,
  digits: number,
  trans: TranslationBundle,
): string {
  return value.toLocaleString(languageTag(trans), {
    maximumFractionDigits: digits,
  });
}

/** The language of the texts, for what the browser itself writes in it. */
export function languageTag(trans: TranslationBundle): string {
  return trans._p('language tag', 'en');
}
