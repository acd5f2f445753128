import {
  heard,
  SILENT,
  type Talk,
  type TalkHappening,
} from '../src/state/talk';
import type { AskEvent, QuestionAnswered } from '../src/wire.gen';

const ANSWER: QuestionAnswered = {
  event: 'answered',
  id: 'q1',
  text: 'Write down the places.',
  source: 'model',
  reason: null,
  usage: null,
  warning: '',
};

function after(...happenings: TalkHappening[]): Talk {
  return happenings.reduce(heard, SILENT);
}

function asked(...events: AskEvent[]): Talk {
  return after(
    { type: 'asked', question: 'Why?' },
    ...events.map(event => ({ type: 'event', event }) as const),
  );
}

test('a question empties the box and waits', () => {
  const talk = after(
    { type: 'written', draft: 'Why?' },
    { type: 'asked', question: 'Why?' },
  );
  expect(talk.draft).toBe('');
  expect(talk.asking).toEqual({
    phase: 'waiting',
    question: 'Why?',
    stage: 'testing',
    text: '',
  });
});

test('sentences come one after another', () => {
  const talk = asked(
    { event: 'progress', stage: 'phrasing', place: 0 },
    { event: 'piece', text: 'One.' },
    { event: 'piece', text: 'Two.' },
  );
  expect(talk.asking).toMatchObject({ stage: 'phrasing', text: 'One. Two.' });
});

test('an answer becomes a turn', () => {
  const talk = asked(ANSWER);
  expect(talk.asking).toEqual({ phase: 'rest' });
  expect(talk.turns).toEqual([
    {
      question: 'Why?',
      text: ANSWER.text,
      source: 'model',
      answer: ANSWER,
    },
  ]);
});

test('what the server kept takes the place of what was seen, costs stay known', () => {
  const talk = heard(asked(ANSWER), {
    type: 'loaded',
    reply: {
      exercise: 'mean',
      turns: [
        { question: 'First?', text: 'Yes.', source: 'analysis' },
        { question: 'Why?', text: ANSWER.text, source: 'model' },
      ],
      closed: null,
      longest: 50,
    },
  });
  expect(talk.turns.map(turn => turn.answer)).toEqual([null, ANSWER]);
  expect(talk.longest).toBe(50);
  expect(talk.loaded).toBe('yes');
});

test('a conversation that was loaded once is not lost by a later failure', () => {
  const reply = { exercise: 'mean', turns: [], closed: null, longest: 50 };
  expect(after({ type: 'unknown' }).loaded).toBe('failed');
  expect(after({ type: 'loaded', reply }, { type: 'unknown' }).loaded).toBe(
    'yes',
  );
});

test('a door that closes says why, and gives the question back', () => {
  const closed = { code: 'exam', reason: 'An exam.', next: 'Later.' };
  const talk = asked({ event: 'unanswered', closed });
  expect(talk.closed).toEqual(closed);
  expect(talk.draft).toBe('Why?');
});

test.each([
  { type: 'stopped' } as const,
  {
    type: 'failed',
    fault: { code: 'x', message: '', todo: '' },
  } as const,
  {
    type: 'event',
    event: { event: 'failure', code: 'x', message: 'No.', todo: '' },
  } as const,
])('a question that gets no answer goes back into the box', happening => {
  const talk = heard(asked(), happening);
  expect(talk.draft).toBe('Why?');
  expect(talk.turns).toEqual([]);
});

test('what is written meanwhile is not written over', () => {
  const talk = after(
    { type: 'asked', question: 'Why?' },
    { type: 'written', draft: 'And' },
    { type: 'stopped' },
  );
  expect(talk.draft).toBe('And');
});

test('events that come after the end change nothing', () => {
  const talk = asked(ANSWER);
  expect(
    heard(talk, { type: 'event', event: { event: 'piece', text: 'late' } }),
  ).toBe(talk);
});
