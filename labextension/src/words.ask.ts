import type { TranslationBundle } from '@jupyterlab/translation';
import type { Turn } from './state/talk';
import type { Server } from './state/teach';
import type { TurnView } from './wire.gen';

/** Who phrased an answer. */
export function answerLabel(turn: Turn, trans: TranslationBundle): string {
  if (turn.source === 'analysis') {
    return trans.__('from analysis');
  }
  return trans.__('AI · %1', turn.answer?.usage?.model ?? trans.__('model'));
}

/** The same, in a sentence. */
export function answerSentence(
  source: TurnView['source'],
  trans: TranslationBundle,
): string {
  return source === 'analysis'
    ? trans.__('Written by a program from the test results. No AI.')
    : trans.__(
        'Written by an AI model, and checked before it was shown. It can be wrong.',
      );
}

/** What leaves the machine with a question. */
export function whereQuestionsGo(
  server: Server,
  trans: TranslationBundle,
): string {
  if (server.known !== 'yes') {
    return '';
  }
  const { model } = server.status;
  if (model.status === 'missing_model' || model.status === 'unavailable') {
    return trans.__('No model is here: answers come from your tests.');
  }
  return model.local
    ? trans.__('A model on this machine answers; nothing leaves it.')
    : trans.__(
        'Your question, this exercise and your code are sent to %1, outside of this machine.',
        model.title,
      );
}
