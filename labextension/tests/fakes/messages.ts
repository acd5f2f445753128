import type {
  ExerciseView,
  FactCard,
  HintShown,
  NoteReply,
  RungView,
  StandingView,
  Status,
  Withheld,
} from '../../src/wire.gen';

const RUNGS: RungView['rung'][] = [
  'orient',
  'question',
  'concept',
  'locate',
  'outline',
  'example',
  'solution',
];
const STATES: RungView['state'][] = [
  'used',
  'next',
  'open',
  'closed',
  'closed',
  'closed',
  'closed',
];

/** `goal` used, `ask` next, `idea` open, the rest closed. */
export const LADDER: RungView[] = RUNGS.map((rung, index) => ({
  rung,
  state: STATES[index] ?? 'closed',
  code: STATES[index] === 'closed' ? 'try_first' : '',
  reason: STATES[index] === 'closed' ? 'It opens after a new try.' : '',
  next: STATES[index] === 'closed' ? 'Change your cell.' : '',
  cost: null,
  opens_in: null,
  missing: null,
}));

export const STANDING: StandingView = {
  hints: 0,
  cost: 0,
  offer: null,
  changes_in: null,
};

export const EXERCISE: ExerciseView = {
  id: 'mean',
  title: 'Running mean',
  points: 2,
  course: 'Python',
  answer_cells: ['a'],
  ladder: LADDER,
  standing: STANDING,
  completion: true,
  language: 'en',
  shown: [],
};

export const CARD: FactCard = {
  exercise: 'mean',
  state: 'failed',
  tests: [
    { name: 't1', visible: true, state: 'passed' },
    { name: 't2', visible: false, state: 'failed' },
  ],
  passed: 1,
  total: 2,
  case: { call: 'mean([1])', expected: '[1]', got: '[]' },
  error: { type: 'IndexError', message: 'list index', line: 3 },
  summary: 'The list is too short.',
};

export const HINT: HintShown = {
  event: 'hint',
  id: 'h1',
  rung: 'question',
  text: 'How many windows are there?',
  source: 'model',
  usage: {
    engine: 'llamacpp',
    model: 'Qwen',
    prompt_tokens: 100,
    output_tokens: 20,
    seconds: 1.25,
    energy: { value: 0.0042, low: 0.0025, high: 0.0059, method: 'cpu_seconds' },
    co2e: {
      value: 0.000235,
      low: 0.00009,
      high: 0.00038,
      grid: 'FR',
      source: 'Ember',
      year: 2023,
    },
    like: 'as much as a phone screen for 15 seconds',
  },
  why: '',
  warning: '',
  ladder: LADDER,
  standing: STANDING,
};

export const NOTE: NoteReply = {
  instructor: 'Ada',
  text: '**Question about “Running mean”**',
};

export const WITHHELD: Withheld = {
  event: 'withheld',
  rung: 'locate',
  code: 'try_first',
  reason: '“where” opens after a new try.',
  next: 'Change your cell, then check.',
  ladder: LADDER,
  standing: STANDING,
};

export const STATUS: Status = {
  version: '0.1.0',
  model: {
    title: 'Qwen 1.5B',
    engine: 'llamacpp',
    local: true,
    status: 'idle',
    message: '',
    todo: '',
  },
  sandbox: 'bubblewrap',
  courses: [],
};
