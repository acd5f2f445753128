import type { TranslationBundle } from '@jupyterlab/translation';
import { figure, languageTag } from './figures';
import type { CardView } from './wire.gen';

/** A line of a model's card: what it is about, and what is known of that. */
export interface CardLine {
  readonly name: string;
  readonly text: string;
}

/** All that is known of a model, a line for each thing; what is unknown is said to be. */
export function cardLines(
  card: CardView,
  trans: TranslationBundle,
): readonly CardLine[] {
  const unknown = trans._p('model card', 'unknown');
  const lines: readonly (readonly [string, string])[] = [
    [trans._p('model card', 'Where it runs'), place(card, trans)],
    [trans._p('model card', 'Speed here'), speed(card, trans)],
    [trans._p('model card', 'On this machine'), fit(card, trans)],
    [trans._p('model card', 'Engine'), engine(card)],
    [trans._p('model card', 'Made by'), card.maker],
    [trans._p('model card', 'Parameters'), parameters(card, trans)],
    [trans._p('model card', 'Quantisation'), quantisation(card, trans)],
    [trans._p('model card', 'Distilled from'), distilled(card, trans)],
    [trans._p('model card', 'Context'), context(card, trans)],
    [trans._p('model card', 'Licence'), card.licence],
    [trans._p('model card', 'Openness'), openness(card, trans)],
    [trans._p('model card', 'Training data'), trainingData(card, trans)],
    [trans._p('model card', 'Completes code'), completes(card, trans)],
    [trans._p('model card', 'On the disk'), disk(card, trans)],
    [trans._p('model card', 'Memory'), memory(card, trans)],
  ];
  return lines.map(([name, text]) => ({ name, text: text || unknown }));
}

function place(card: CardView, trans: TranslationBundle): string {
  if (card.local) {
    return trans.__('On this machine; nothing leaves it.');
  }
  return trans.__(
    'Elsewhere: run by %1, under the law of %2. Questions are sent there.',
    card.operator || trans.__('somebody whom the administrator did not name'),
    country(card.jurisdiction, trans),
  );
}

function country(code: string, trans: TranslationBundle): string {
  if (!code) {
    return trans.__('an unknown country');
  }
  try {
    const names = new Intl.DisplayNames([languageTag(trans)], {
      type: 'region',
    });
    return names.of(code) ?? code;
  } catch {
    return code; // not a code, but what the administrator wrote
  }
}

function engine(card: CardView): string {
  return card.engine_name && card.engine_name !== card.engine
    ? `${card.engine_name} (${card.engine})`
    : card.engine;
}

function parameters(card: CardView, trans: TranslationBundle): string {
  if (!card.parameters) {
    return '';
  }
  switch (card.architecture) {
    case 'dense':
      return trans.__(
        '%1, dense: all of them work on every token.',
        card.parameters,
      );
    case 'mixture':
      return card.active_parameters
        ? trans.__(
            '%1, a mixture of experts: %2 of them work on each token.',
            card.parameters,
            card.active_parameters,
          )
        : trans.__(
            '%1, a mixture of experts: some of them work on each token.',
            card.parameters,
          );
    case '':
      return trans.__(
        '%1; whether all of them work on every token is unknown.',
        card.parameters,
      );
  }
}

function quantisation(card: CardView, trans: TranslationBundle): string {
  const kept = card.quantisation;
  if (!kept) {
    return '';
  }
  if (kept.bits === null || kept.loss === null) {
    return kept.name;
  }
  const bits = String(kept.bits);
  const sentences: Record<typeof kept.loss, string> = {
    none: trans.__(
      '%1: %2 bits for each parameter; it was not made smaller.',
      kept.name,
      bits,
    ),
    hardly: trans.__(
      '%1: about %2 bits for each parameter instead of 16. It needs less memory, and loses hardly any quality.',
      kept.name,
      bits,
    ),
    little: trans.__(
      '%1: about %2 bits for each parameter instead of 16. It needs less memory, and loses a little quality.',
      kept.name,
      bits,
    ),
  };
  return sentences[kept.loss];
}

function distilled(card: CardView, trans: TranslationBundle): string {
  return card.distilled_from || trans.__('No other model, as far as is known.');
}

function context(card: CardView, trans: TranslationBundle): string {
  return card.context === null
    ? ''
    : trans.__(
        '%1 tokens of question and answer together.',
        figure(card.context, 1, trans),
      );
}

function openness(card: CardView, trans: TranslationBundle): string {
  const sentences: Record<CardView['openness'], string> = {
    '': '',
    open_source: trans.__(
      'Open source: anybody may use, study and change its weights, its training data and its code.',
    ),
    open_weights: trans.__(
      'Open weights, not open source: anybody may run it, but its training data can’t be had, so that nobody can check what it learnt from or make it again.',
    ),
    closed: trans.__(
      'Closed: it is only offered as a service, and nobody outside can look inside.',
    ),
  };
  return sentences[card.openness];
}

function trainingData(card: CardView, trans: TranslationBundle): string {
  const sentences: Record<CardView['training_data'], string> = {
    '': '',
    published: trans.__('Published: it can be looked at.'),
    described: trans.__(
      'Described: its makers say of what kinds it is; it can’t be looked at.',
    ),
    undisclosed: trans.__('Undisclosed: its makers do not say.'),
  };
  return sentences[card.training_data];
}

function completes(card: CardView, trans: TranslationBundle): string {
  return card.fills_in
    ? trans.__('Yes, between what is before and after the cursor.')
    : trans.__('No.');
}

function disk(card: CardView, trans: TranslationBundle): string {
  return card.disk_bytes === null ? '' : size(card.disk_bytes / 1e6, trans);
}

function memory(card: CardView, trans: TranslationBundle): string {
  if (!card.local) {
    return trans.__('None of this machine’s.');
  }
  if (card.memory_mb === null) {
    return '';
  }
  const needed = size(card.memory_mb, trans);
  const said = card.memory_estimated
    ? trans.__('about %1, by its size', needed)
    : needed;
  return card.free_memory_mb === null
    ? said
    : `${said}; ${trans.__('%1 are free now', size(card.free_memory_mb, trans))}`;
}

function speed(card: CardView, trans: TranslationBundle): string {
  if (!card.speed) {
    return trans.__('Not measured yet.');
  }
  return trans.__(
    '%1 tokens a second, the first after %2 s (%3). People read about %4 a second.',
    figure(card.speed.written, 1, trans),
    figure(card.speed.first, 1, trans),
    card.speed.day,
    figure(card.reading, 1, trans),
  );
}

function fit(card: CardView, trans: TranslationBundle): string {
  const sentences: Record<CardView['suits'], string> = {
    runs_here: trans.__('It runs here.'),
    too_large: trans.__('It is too large for the memory that is free.'),
    slow: trans.__('It runs here, but more slowly than people read.'),
    elsewhere: trans.__('It does not run here.'),
    unknown: '',
  };
  return sentences[card.suits];
}

function size(megabytes: number, trans: TranslationBundle): string {
  return megabytes >= 1000
    ? trans.__('%1 GB', figure(megabytes / 1000, 1, trans))
    : trans.__('%1 MB', figure(Math.round(megabytes), 1, trans));
}
