import type { TranslationBundle } from '@jupyterlab/translation';
import type { Fault } from './failure';
import type { Rung, Server } from './state/teach';
import type {
  CostView,
  HintShown,
  ModelBadge,
  ProgressEvent,
  RungView,
  TestView,
} from './wire.gen';

/** The short name of a rung, for the ladder. */
export function rungShort(rung: Rung, trans: TranslationBundle): string {
  const names: Record<Rung, string> = {
    orient: trans._p('rung', 'goal'),
    question: trans._p('rung', 'ask'),
    concept: trans._p('rung', 'idea'),
    locate: trans._p('rung', 'where'),
    outline: trans._p('rung', 'steps'),
    example: trans._p('rung', 'example'),
    solution: trans._p('rung', 'solution'),
  };
  return names[rung];
}

/** What a rung gives, as the object of a sentence. */
export function rungLong(rung: Rung, trans: TranslationBundle): string {
  const names: Record<Rung, string> = {
    orient: trans.__('what is asked'),
    question: trans.__('a question'),
    concept: trans.__('the idea'),
    locate: trans.__('where to look'),
    outline: trans.__('the steps'),
    example: trans.__('an example'),
    solution: trans.__('the solution'),
  };
  return names[rung];
}

/** How a rung stands. */
export function rungState(
  state: RungView['state'],
  trans: TranslationBundle,
): string {
  const words: Record<RungView['state'], string> = {
    used: trans._p('rung state', 'used'),
    next: trans._p('rung state', 'next'),
    open: trans._p('rung state', 'open'),
    closed: trans._p('rung state', 'closed'),
  };
  return words[state];
}

/** What a hint costs, in a word or two: “0.2 points”, “10 %”. */
export function costShort(cost: CostView, trans: TranslationBundle): string {
  return cost.percent
    ? trans._p('cost', '%1 %', decimal(cost.amount, trans))
    : pointsWords(cost.amount, trans);
}

/** The same, with the percent in points where these are known. */
export function costLong(cost: CostView, trans: TranslationBundle): string {
  return cost.percent && cost.points > 0
    ? trans.__(
        '%1 (%2)',
        costShort(cost, trans),
        pointsWords(cost.points, trans),
      )
    : costShort(cost, trans);
}

/** An amount of points. */
export function pointsWords(points: number, trans: TranslationBundle): string {
  const amount = decimal(points, trans);
  return points === 1
    ? trans._p('cost', '%1 point', amount)
    : trans._p('cost', '%1 points', amount);
}

function decimal(amount: number, trans: TranslationBundle): string {
  return String(amount).replace('.', trans._p('decimal mark', '.'));
}

/** How long it takes until a rung opens by itself. */
export function opensIn(
  seconds: number,
  code: string,
  trans: TranslationBundle,
): string {
  if (seconds >= 3600) {
    return trans._n(
      'It opens in %1 hour.',
      'It opens in %1 hours.',
      Math.ceil(seconds / 3600),
    );
  }
  const minutes = Math.floor(seconds / 60);
  const left = `${minutes}:${String(seconds % 60).padStart(2, '0')}`;
  return code === 'try_first' || code === 'more_attempts'
    ? trans.__('Or take your time: it opens by itself in %1.', left)
    : trans.__('It opens in %1.', left);
}

/** When a rung opens by itself, by the learner's own clock. */
export function opensAt(at: Date, trans: TranslationBundle): string {
  const today = new Date().toDateString() === at.toDateString();
  const time = at.toLocaleTimeString([], {
    hour: '2-digit',
    minute: '2-digit',
  });
  return today
    ? trans.__('It opens at %1.', time)
    : trans.__('It opens on %1 at %2.', at.toLocaleDateString(), time);
}

/** A test as a sentence: “test 2 of 4, hidden, fails”. */
export function testSentence(
  test: TestView,
  position: number,
  total: number,
  trans: TranslationBundle,
): string {
  const states: Record<TestView['state'], string> = {
    passed: trans._p('test state', 'passes'),
    failed: trans._p('test state', 'fails'),
    error: trans._p('test state', 'stops with an error'),
    not_run: trans._p('test state', 'was not run'),
  };
  const kind = test.visible
    ? trans._p('test', 'visible')
    : trans._p('test', 'hidden');
  return trans.__(
    'test %1 of %2, %3, %4',
    String(position),
    String(total),
    kind,
    states[test.state],
  );
}

/** What is being waited for. */
export function stageSentence(
  waiting: {
    readonly stage: ProgressEvent['stage'];
    readonly place?: number;
  },
  trans: TranslationBundle,
): string {
  const place = waiting.place ?? 0;
  const words: Record<ProgressEvent['stage'], string> = {
    testing: trans.__('Running the tests…'),
    starting_engine: trans.__(
      'Starting the model. The first time takes a little longer…',
    ),
    queued:
      place > 1
        ? trans.__(
            'The model is helping others. Your place in the queue: %1…',
            place,
          )
        : trans.__('The model is helping others. You are next…'),
    phrasing: trans.__('The model is writing the hint…'),
  };
  return words[waiting.stage];
}

/** Who made a hint. */
export function sourceLabel(hint: HintShown, trans: TranslationBundle): string {
  switch (hint.source) {
    case 'analysis':
      return trans.__('from analysis');
    case 'model':
      return trans.__('AI · %1', hint.usage?.model ?? trans.__('model'));
    case 'bank':
      return trans.__('AI · answered before');
  }
}

/** The same, in a sentence. */
export function sourceSentence(
  hint: HintShown,
  trans: TranslationBundle,
): string {
  switch (hint.source) {
    case 'analysis':
      // A model that was asked but is not quoted told too much, or what can't be relied on.
      return hint.usage
        ? trans.__(
            'An AI model’s words were left out: they told too much, or nothing to rely on. This is written by a program from the test results.',
          )
        : trans.__('Written by a program from the test results. No AI.');
    case 'model':
      return trans.__(
        'Phrased by an AI model from the test results, and checked before it was shown.',
      );
    case 'bank':
      return trans.__(
        'Phrased by an AI model for the same question before, and checked.',
      );
  }
}

/** Where the model runs. */
export function modelPlace(
  badge: ModelBadge,
  trans: TranslationBundle,
): string {
  return badge.local ? trans._p('model', 'local') : trans._p('model', 'remote');
}

/** How the model stands. */
export function modelStatus(
  status: ModelBadge['status'],
  trans: TranslationBundle,
): string {
  const words: Record<ModelBadge['status'], string> = {
    ready: trans._p('model', 'ready'),
    idle: trans._p('model', 'idle'),
    starting: trans._p('model', 'starting'),
    missing_model: trans._p('model', 'not downloaded'),
    unavailable: trans._p('model', 'not available'),
  };
  return words[status];
}

/** The server side in a word or two, for the status bar. */
export function serverWord(server: Server, trans: TranslationBundle): string {
  switch (server.known) {
    case 'asking':
      return '…';
    case 'no':
      return trans.__('not reachable');
    case 'yes':
      return server.status.model.status === 'ready' ||
        server.status.model.status === 'idle' ||
        server.status.model.status === 'starting'
        ? modelPlace(server.status.model, trans)
        : trans.__('without a model');
  }
}

/** What went wrong: our own sentence where we have one for the code, else the server's. */
export function faultSentence(fault: Fault, trans: TranslationBundle): string {
  return faultSentences(trans)[fault.code] ?? otherFault(fault, trans);
}

function otherFault(fault: Fault, trans: TranslationBundle): string {
  return fault.message
    ? [fault.message, fault.todo].filter(Boolean).join(' ')
    : trans.__(
        'Something went wrong. Try again; if it stays, reload the page.',
      );
}

function faultSentences(trans: TranslationBundle): Record<string, string> {
  return {
    unreachable: trans.__(
      'The Jupyter server does not answer. Check that it is still running, then try again.',
    ),
    not_installed: trans.__(
      'The server part of Teach is not switched on. Run “jupyter server extension enable jupyter_llm_teach” and start Jupyter again.',
    ),
    signed_out: trans.__('You are signed out. Reload the page and sign in.'),
    stream_ended: trans.__('The answer broke off. Try again.'),
    deadline: trans.__('This took too long and was ended. Try again.'),
    bad_reply: trans.__('The answer could not be read. Reload the page.'),
    server_error: trans.__(
      'The server had a problem. Try again; its log says more.',
    ),
    notebook_unreadable: trans.__(
      'This notebook can’t be read. Save it and open it again.',
    ),
    notebook_too_large: trans.__(
      'This notebook is too large. Split it into smaller ones.',
    ),
    duplicate_exercise: trans.__(
      'Two cells of this notebook answer the same exercise, as when one was copied. Delete the copy; if you made none, tell your instructor.',
    ),
    engine_unavailable: trans.__(
      'No model can be reached. Facts and hints from analysis still work.',
    ),
    engine_busy: trans.__(
      'The model has many questions right now. Try again in a moment; facts and hints from analysis still work.',
    ),
    engine_refused: trans.__(
      'The model can’t work on this question. Facts and hints from analysis still work.',
    ),
    engine_gone: trans.__('The model stopped in the middle. Try again.'),
    prompt_too_long: trans.__(
      'This exercise is too long for the model. Hints from analysis still work.',
    ),
    model_missing: trans.__(
      'The model is not on this machine yet. Run “jupyter teach models pull”.',
    ),
    model_corrupt: trans.__(
      'The model’s file is damaged. Run “jupyter teach models pull” to fetch it again.',
    ),
    unknown_exercise: trans.__(
      'The cursor is in no exercise. Click into one and try again.',
    ),
    disk_full: trans.__('The disk is full. Free some space, then try again.'),
    sandbox_unavailable: trans.__(
      'This machine can’t run your code safely, so that the tests were not run. Run “jupyter teach doctor” to see why.',
    ),
  };
}
