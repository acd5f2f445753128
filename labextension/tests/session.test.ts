import { TeachError, fault } from '../src/failure';
import type { Spot } from '../src/notebook';
import { Session } from '../src/session';
import { currentKey, deskOf } from '../src/state/teach';
import type {
  CheckEvent,
  ExerciseReply,
  HintEvent,
  HintRequest,
} from '../src/wire.gen';
import {
  CARD,
  EXERCISE,
  HINT,
  LADDER,
  NOTE,
  STANDING,
  STATUS,
} from './fakes/messages';

const SPOT: Spot = {
  path: 'x.ipynb',
  kernel_language: 'python',
  cells: [{ id: 'a', kind: 'code', source: 'x = 1' }],
  cell_id: 'a',
};
const FOUND: ExerciseReply = {
  exercise: EXERCISE,
  exercises_in_notebook: 1,
  first_answer: 'a',
};

class FakeClient {
  found: () => Promise<ExerciseReply> = () => Promise.resolve(FOUND);
  hints: HintEvent[] = [{ event: 'facts', card: CARD }, HINT];
  hold = false;
  signals: AbortSignal[] = [];
  requests: (string | undefined)[] = [];
  /** What comes before the connection is lost, the first times. */
  cut: HintEvent[][] = [];
  feedback = jest.fn(() => Promise.resolve());
  note = jest.fn(() => Promise.resolve(NOTE));
  reflect = jest.fn(() =>
    Promise.resolve({
      accepted: true,
      message: '',
      ladder: LADDER,
      standing: STANDING,
    }),
  );

  status = () => Promise.resolve(STATUS);
  exercise = () => this.found();
  complete = () => Promise.resolve({ text: '', withheld: null });

  async *check(): AsyncGenerator<CheckEvent> {
    yield { event: 'facts', card: CARD };
    yield await Promise.resolve({
      event: 'checked',
      ladder: LADDER,
      standing: STANDING,
    });
  }

  async *hint(
    request: HintRequest,
    signal: AbortSignal,
  ): AsyncGenerator<HintEvent> {
    this.signals.push(signal);
    this.requests.push(request.client);
    yield* this.cut.shift() ?? this.hints;
    if (this.hold) {
      await new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          reject(new TeachError(fault('stream_ended')));
        });
      });
    }
  }
}

function sessionWith(
  client: FakeClient,
  look: () => Spot | null = () => SPOT,
): Session {
  return new Session(client as never, look, 'en');
}

function helpOf(session: Session) {
  return deskOf(session.state, currentKey(session.state) ?? '').help;
}

async function turns(): Promise<void> {
  await new Promise(resolve => setTimeout(resolve));
}

test('the exercise at the cursor is found', async () => {
  const session = sessionWith(new FakeClient());
  await session.locate();
  expect(session.state.place).toMatchObject({
    at: 'exercise',
    path: 'x.ipynb',
  });
});

test('the server says which cells are to answer in', async () => {
  const session = sessionWith(new FakeClient());
  expect(session.isAnswerCell('a')).toBe(false);
  await session.locate();
  const cells = ['a', 'b', undefined].map(id => session.isAnswerCell(id));
  expect(cells).toEqual([true, false, false]);
});

test('without a notebook nobody is asked', async () => {
  const session = sessionWith(new FakeClient(), () => null);
  await session.locate();
  expect(session.state.place).toEqual({ at: 'nowhere' });
});

test('a failure to find the exercise is a place of its own', async () => {
  const client = new FakeClient();
  client.found = () => Promise.reject(new TeachError(fault('unreachable')));
  const session = sessionWith(client);
  await session.locate();
  expect(session.state.place).toMatchObject({
    at: 'failed',
    fault: { code: 'unreachable' },
  });
});

test('an older search does not overtake a newer one', async () => {
  const client = new FakeClient();
  const answers: ((reply: ExerciseReply) => void)[] = [];
  client.found = () => new Promise(resolve => answers.push(resolve));
  const session = sessionWith(client);
  const both = [session.locate(), session.locate()];
  answers[1]?.(FOUND);
  answers[0]?.({ exercise: null, exercises_in_notebook: 9, first_answer: 'b' });
  await Promise.all(both);
  expect(session.state.place.at).toBe('exercise');
});

test('a check ends with its facts', async () => {
  const session = sessionWith(new FakeClient());
  await session.check();
  expect(deskOf(session.state, 'x.ipynb#mean')).toMatchObject({
    card: CARD,
    help: { phase: 'rest' },
  });
});

test('a hint is shown', async () => {
  const session = sessionWith(new FakeClient());
  await session.hint();
  expect(helpOf(session)).toMatchObject({ phase: 'shown', hint: HINT });
});

test('stopping aborts the request and says so', async () => {
  const client = new FakeClient();
  client.hints = [{ event: 'facts', card: CARD }];
  client.hold = true;
  const session = sessionWith(client);
  const asked = session.hint();
  await turns();
  expect(session.isRunning).toBe(true);
  session.stop();
  await asked;
  expect(client.signals[0]?.aborted).toBe(true);
  expect(helpOf(session)).toEqual({ phase: 'stopped' });
});

test('a second question ends the first', async () => {
  const client = new FakeClient();
  client.hold = true;
  client.hints = [];
  const session = sessionWith(client);
  const first = session.hint();
  await turns();
  client.hold = false;
  client.hints = [HINT];
  await session.hint('question');
  await first;
  expect(client.signals[0]?.aborted).toBe(true);
  expect(helpOf(session)).toMatchObject({ phase: 'shown' });
});

test('an opinion is sent once and an error with it is no one’s trouble', async () => {
  const client = new FakeClient();
  client.feedback = jest.fn(() => Promise.reject(new Error('lost')));
  const session = sessionWith(client);
  await session.hint();
  await session.judge(true);
  expect(client.feedback).toHaveBeenCalledTimes(1);
  expect(helpOf(session)).toMatchObject({ helpful: true });
});

test('an edit after a check is noticed, and so is taking it back', async () => {
  let source = 'x = 1';
  const session = sessionWith(new FakeClient(), () => ({
    ...SPOT,
    cells: [{ id: 'a', kind: 'code', source }],
  }));
  await session.check();
  session.noticeEdits();
  expect(deskOf(session.state, 'x.ipynb#mean').stale).toBe(false);
  source = 'x = 2';
  session.noticeEdits();
  expect(deskOf(session.state, 'x.ipynb#mean').stale).toBe(true);
  source = 'x = 1';
  session.noticeEdits();
  expect(deskOf(session.state, 'x.ipynb#mean').stale).toBe(false);
});

test('a session that is disposed changes no more', async () => {
  const client = new FakeClient();
  const session = sessionWith(client);
  session.dispose();
  await session.hint();
  expect(session.state.place).toEqual({ at: 'nowhere' });
});

test('an edit after a check asks which rungs it opened', async () => {
  let source = 'x = 1';
  const client = new FakeClient();
  const session = sessionWith(client, () => ({
    ...SPOT,
    cells: [{ id: 'a', kind: 'code', source }],
  }));
  await session.check();
  const opened = { ...EXERCISE, ladder: LADDER.slice(0, 1) };
  client.found = () =>
    Promise.resolve({
      exercise: opened,
      exercises_in_notebook: 1,
      first_answer: 'a',
    });
  source = 'x = 2';
  session.noticeEdits();
  await turns();
  expect(session.state.place).toMatchObject({ exercise: opened });
});

test('trying again asks again for what failed', async () => {
  const client = new FakeClient();
  client.hints = [
    { event: 'failure', code: 'engine_gone', message: '', todo: '' },
  ];
  const session = sessionWith(client);
  await session.hint('question');
  expect(helpOf(session)).toMatchObject({
    phase: 'failed',
    tried: { what: 'hint', rung: 'question' },
  });
  client.hints = [HINT];
  await session.retry();
  expect(helpOf(session)).toMatchObject({ phase: 'shown' });
});

test('trying again after a failed check checks again', async () => {
  const client = new FakeClient();
  const check = client.check.bind(client);
  client.check = async function* () {
    yield await Promise.reject<CheckEvent>(new TeachError(fault('deadline')));
  };
  const session = sessionWith(client);
  await session.check();
  expect(helpOf(session)).toMatchObject({ tried: { what: 'check' } });
  client.check = check;
  await session.retry();
  expect(helpOf(session)).toEqual({ phase: 'rest' });
});

test('the badge knows at once that the server is gone, and that it is back', async () => {
  const client = new FakeClient();
  client.found = () => Promise.reject(new TeachError(fault('unreachable')));
  const session = sessionWith(client);
  await session.locate();
  expect(session.state.server).toMatchObject({ known: 'no' });
  client.found = () => Promise.resolve(FOUND);
  await session.locate();
  await turns();
  expect(session.state.server).toMatchObject({ known: 'yes' });
});

test('a search that takes long is seen, also where an exercise was on show', async () => {
  const client = new FakeClient();
  const session = sessionWith(client);
  await session.locate();
  jest.useFakeTimers();
  client.found = () => new Promise(() => undefined);
  void session.locate();
  await jest.advanceTimersByTimeAsync(2000);
  jest.useRealTimers();
  expect(session.state.place).toMatchObject({ at: 'looking' });
});

test('every request for a hint has an id of its own', async () => {
  const client = new FakeClient();
  const session = sessionWith(client);
  await session.hint();
  await session.hint();
  expect(new Set(client.requests).size).toBe(2);
  expect(client.requests[0]).toMatch(/^[0-9a-f-]{36}$/);
});

test('a hint whose connection is lost is asked for again by the same id', async () => {
  const client = new FakeClient();
  client.cut = [[{ event: 'facts', card: CARD }]];
  const session = sessionWith(client);
  await session.hint();
  expect(helpOf(session)).toMatchObject({ phase: 'shown', hint: HINT });
  expect(client.requests).toHaveLength(2);
  expect(new Set(client.requests).size).toBe(1);
});

test('trying again after two lost connections keeps the id', async () => {
  const client = new FakeClient();
  client.cut = [[], []];
  const session = sessionWith(client);
  await session.hint();
  expect(helpOf(session)).toMatchObject({
    phase: 'failed',
    fault: { code: 'stream_ended' },
  });
  await session.retry();
  expect(helpOf(session)).toMatchObject({ phase: 'shown' });
  expect(new Set(client.requests).size).toBe(1);
});

test('words about the own work are handed in, and the rung they open is asked for', async () => {
  const client = new FakeClient();
  const session = sessionWith(client);
  await session.locate();
  expect(await session.reflect('I tried to count', 'concept')).toBe('');
  await turns();
  await turns();
  expect(helpOf(session)).toMatchObject({ phase: 'shown', hint: HINT });
});

test('words that are too few ask for nothing', async () => {
  const client = new FakeClient();
  client.reflect.mockResolvedValueOnce({
    accepted: false,
    message: 'Write a little more.',
    ladder: LADDER,
    standing: STANDING,
  });
  const session = sessionWith(client);
  await session.locate();
  expect(await session.reflect('x', 'concept')).toBe('Write a little more.');
  await turns();
  expect(client.requests).toHaveLength(0);
});

test('a note comes back with its facts, a failure as what went wrong', async () => {
  const client = new FakeClient();
  const session = sessionWith(client);
  await session.locate();
  expect(await session.note('Why?')).toEqual(NOTE);
  client.note.mockRejectedValueOnce(new TeachError(fault('disk_full')));
  expect(await session.note('Why?')).toMatchObject({ code: 'disk_full' });
});

test('without a notebook there is nothing to write about', async () => {
  const session = sessionWith(new FakeClient(), () => null);
  const nothing = { code: 'unknown_exercise' };
  expect(await session.note('Why?')).toMatchObject(nothing);
  expect(await session.reflect('Why?', 'concept')).toMatchObject(nothing);
});
