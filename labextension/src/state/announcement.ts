import type { TranslationBundle } from '@jupyterlab/translation';
import { faultSentence, opensIn, rungShort, stageSentence } from '../words';
import type { Withheld } from '../wire.gen';
import type { Desk } from './teach';

/** What a screen reader should say now. */
export function announcement(desk: Desk, trans: TranslationBundle): string {
  const { help } = desk;
  switch (help.phase) {
    case 'rest':
      return factsSentence(desk, trans);
    case 'checking':
    case 'asking':
      return stageSentence(help, trans);
    case 'shown':
      return help.heard ? factsSentence(desk, trans) : help.hint.text;
    case 'withheld':
      return refusalSentence(help.refusal, trans);
    case 'opened':
      return trans.__('“%1” is open now.', rungShort(help.rung, trans));
    case 'stopped':
      return trans.__('Stopped. Ask again whenever you like.');
    case 'failed':
      return faultSentence(help.fault, trans);
  }
}

function refusalSentence(refusal: Withheld, trans: TranslationBundle): string {
  const step = refusal.ladder.find(each => each.rung === refusal.rung);
  const opens =
    typeof step?.opens_in === 'number'
      ? opensIn(step.opens_in, step.code, trans)
      : '';
  return [refusal.reason, refusal.next, opens].filter(Boolean).join(' ');
}

function factsSentence(desk: Desk, trans: TranslationBundle): string {
  const { card } = desk;
  if (!card) {
    return '';
  }
  const count = trans._n(
    '%2 of %1 test passes',
    '%2 of %1 tests pass',
    card.total,
    card.passed,
  );
  return [count, card.summary].filter(Boolean).join('. ');
}
