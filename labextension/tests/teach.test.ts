import {
  currentKey,
  deskOf,
  isRunning,
  keyOf,
  next,
  START,
  type Happening,
  type TeachState,
} from '../src/state/teach';
import {
  CARD,
  EXERCISE,
  HINT,
  LADDER,
  STANDING,
  WITHHELD,
} from './fakes/messages';

const KEY = keyOf('x.ipynb', 'mean');
const ARRIVED: Happening = {
  type: 'moved',
  place: { at: 'exercise', path: 'x.ipynb', exercise: EXERCISE, seen: 1 },
};
const ASKING: Happening = { type: 'asking', key: KEY, rung: null };

function after(...happenings: Happening[]): TeachState {
  return happenings.reduce(next, START);
}

function event(
  value: Extract<Happening, { type: 'event' }>['event'],
): Happening {
  return { type: 'event', key: KEY, event: value, at: 2 };
}

test('at the start there is no notebook', () => {
  expect(START.place).toEqual({ at: 'nowhere' });
  expect(currentKey(START)).toBeNull();
});

test('an exercise that nobody asked about is at rest', () => {
  expect(deskOf(after(ARRIVED), KEY)).toEqual({
    card: null,
    stale: false,
    help: { phase: 'rest' },
  });
});

test('facts are on the desk while the hint is still coming', () => {
  const desk = deskOf(
    after(ARRIVED, ASKING, event({ event: 'facts', card: CARD })),
    KEY,
  );
  expect(desk.card).toEqual(CARD);
  expect(isRunning(desk.help)).toBe(true);
});

test('pieces are joined to sentences', () => {
  const state = after(
    ARRIVED,
    ASKING,
    event({ event: 'piece', text: 'One.' }),
    event({ event: 'piece', text: 'Two.' }),
  );
  expect(deskOf(state, KEY).help).toMatchObject({ text: 'One. Two.' });
});

test('the whole hint replaces its pieces and moves the ladder on', () => {
  const ladder = LADDER.map(step => ({ ...step, state: 'used' as const }));
  const state = after(
    ARRIVED,
    ASKING,
    event({ event: 'piece', text: 'One.' }),
    event({ ...HINT, ladder }),
  );
  expect(deskOf(state, KEY).help).toEqual({
    phase: 'shown',
    hint: { ...HINT, ladder },
    helpful: null,
    heard: false,
  });
  expect(state.place).toMatchObject({
    exercise: {
      ladder,
      shown: [{ rung: 'question', text: HINT.text }],
    },
  });
});

test('the same hint twice is listed once', () => {
  const state = after(ARRIVED, ASKING, event(HINT), ASKING, event(HINT));
  expect(state.place).toMatchObject({
    exercise: { shown: [{ rung: 'question', text: HINT.text }] },
  });
});

test('a refusal is a phase of its own', () => {
  const state = after(ARRIVED, ASKING, event(WITHHELD));
  expect(deskOf(state, KEY).help).toEqual({
    phase: 'withheld',
    refusal: WITHHELD,
  });
});

test('a check comes to rest with its facts', () => {
  const state = after(
    ARRIVED,
    { type: 'checking', key: KEY },
    event({ event: 'progress', stage: 'testing', place: 0 }),
    event({ event: 'facts', card: CARD }),
    event({ event: 'checked', ladder: LADDER, standing: STANDING }),
    { type: 'ended', key: KEY },
  );
  expect(deskOf(state, KEY)).toEqual({
    card: CARD,
    stale: false,
    help: { phase: 'rest' },
  });
});

test('a stream that ends without a last event has failed', () => {
  const state = after(ARRIVED, ASKING, { type: 'ended', key: KEY });
  expect(deskOf(state, KEY).help).toMatchObject({
    phase: 'failed',
    fault: { code: 'stream_ended' },
  });
});

test('a failure in the stream is shown', () => {
  const failure = { code: 'engine_gone', message: 'm', todo: 't' };
  const state = after(ARRIVED, ASKING, event({ event: 'failure', ...failure }));
  expect(deskOf(state, KEY).help).toMatchObject({
    phase: 'failed',
    fault: failure,
  });
});

test('stopping ends what runs, and nothing else', () => {
  const stopped: Happening = { type: 'stopped', key: KEY };
  expect(deskOf(after(ARRIVED, ASKING, stopped), KEY).help.phase).toBe(
    'stopped',
  );
  expect(
    deskOf(after(ARRIVED, ASKING, event(HINT), stopped), KEY).help.phase,
  ).toBe('shown');
});

test('an edit makes facts stale, and new facts make them fresh', () => {
  const edited: Happening = { type: 'edited', key: KEY, stale: true };
  const facts = event({ event: 'facts', card: CARD });
  expect(deskOf(after(ARRIVED, edited), KEY).stale).toBe(false);
  expect(deskOf(after(ARRIVED, facts, edited), KEY).stale).toBe(true);
  expect(deskOf(after(ARRIVED, facts, edited, facts), KEY).stale).toBe(false);
});

test('an opinion is kept with its hint', () => {
  const judged: Happening = { type: 'judged', key: KEY, helpful: false };
  expect(
    deskOf(after(ARRIVED, ASKING, event(HINT), judged), KEY).help,
  ).toMatchObject({
    helpful: false,
  });
});

test('a hint that arrives after the cursor left leaves the new place alone', () => {
  const elsewhere: Happening = {
    type: 'moved',
    place: { at: 'outside', path: 'x.ipynb', exercises: 3, firstAnswer: null },
  };
  const state = after(ARRIVED, ASKING, elsewhere, event(HINT));
  expect(state.place).toEqual(elsewhere.place);
  expect(deskOf(state, KEY).help.phase).toBe('shown');
});

test('the server side is remembered', () => {
  const fault = { code: 'unreachable', message: '', todo: '' };
  expect(
    after({ type: 'server', server: { known: 'no', fault } }).server,
  ).toEqual({
    known: 'no',
    fault,
  });
});

test('a hint stays on show through a check', () => {
  const checking: Happening = { type: 'checking', key: KEY };
  const checked = event({
    event: 'checked',
    ladder: LADDER,
    standing: STANDING,
  });
  const state = after(ARRIVED, ASKING, event(HINT), checking);
  expect(deskOf(state, KEY).help).toMatchObject({ kept: { hint: HINT } });
  expect(deskOf(next(state, checked), KEY).help).toMatchObject({
    phase: 'shown',
    hint: HINT,
  });
});

const REFUSED = event(WITHHELD);

test('a refusal whose rung has opened meanwhile says so', () => {
  const ladder = LADDER.map(step => ({ ...step, code: '' }));
  const place = {
    at: 'exercise' as const,
    path: 'x.ipynb',
    exercise: { ...EXERCISE, ladder },
    seen: 3,
  };
  const state = after(ARRIVED, ASKING, REFUSED, { type: 'moved', place });
  expect(deskOf(state, KEY).help).toEqual({ phase: 'opened', rung: 'locate' });
});

test('a refusal whose rung is still closed stays', () => {
  const state = after(ARRIVED, ASKING, REFUSED, ARRIVED);
  expect(deskOf(state, KEY).help).toMatchObject({ phase: 'withheld' });
});

test('the time of the last answer is kept, to count down from', () => {
  const { place } = after(ARRIVED, ASKING, REFUSED);
  expect(place).toMatchObject({ seen: 2, exercise: { ladder: LADDER } });
});

test('a refused request whose own check opened the rung says so', () => {
  const ladder = LADDER.map(step => ({ ...step, code: '' }));
  const state = after(ARRIVED, ASKING, event({ ...WITHHELD, ladder }));
  expect(deskOf(state, KEY).help).toEqual({ phase: 'opened', rung: 'locate' });
});

test('a refusal follows the reason that the ladder gives now', () => {
  const ladder = LADDER.map(step => ({
    ...step,
    code: 'cool_down',
    reason: 'You had a hint a moment ago.',
  }));
  const exercise = { ...EXERCISE, ladder };
  const place = {
    at: 'exercise' as const,
    path: 'x.ipynb',
    exercise,
    seen: 3,
  };
  const state = after(ARRIVED, ASKING, REFUSED, { type: 'moved', place });
  expect(deskOf(state, KEY).help).toMatchObject({
    refusal: {
      code: 'cool_down',
      rung: 'locate',
      reason: 'You had a hint a moment ago.',
    },
  });
});
