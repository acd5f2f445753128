import { Costs } from '../src/cost';
import type { CostsReply, Where } from '../src/wire.gen';
import {
  costsLabel,
  costsSentence,
  usageLabel,
  usageSentence,
} from '../src/words.cost';
import { HINT } from './fakes/messages';
import { english, inFrench } from './fakes/trans';

const WHERE: Where = {
  path: 'a.ipynb',
  kernel_language: 'python',
  cells: [],
  cell_id: '',
  language: 'en',
};
const SUM = {
  calls: 2,
  tokens: 300,
  watt_hours: 0.05,
  low: 0.03,
  high: 0.07,
  grams: 0.003,
  like: 'as much as a phone screen for 3 minutes',
};
const REPLY: CostsReply = {
  session: SUM,
  notebook: { ...SUM, watt_hours: 1.5 },
  warning: '',
};

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('what happens in a moment is asked for once', async () => {
  const ask = jest.fn(async () => Promise.resolve(REPLY));
  const costs = new Costs(ask, () => WHERE);
  costs.refreshSoon();
  costs.refreshSoon();
  costs.refreshSoon();
  await jest.advanceTimersByTimeAsync(2000);
  expect(ask).toHaveBeenCalledTimes(1);
  expect(costs.last).toEqual(REPLY);
});

test('without a notebook nothing is asked', async () => {
  const ask = jest.fn(async () => Promise.resolve(REPLY));
  await new Costs(ask, () => null).refresh();
  expect(ask).not.toHaveBeenCalled();
});

test('a price that can’t be told leaves the last one', async () => {
  const replies = [Promise.resolve(REPLY), Promise.reject(new Error('gone'))];
  const costs = new Costs(
    async () => replies.shift() ?? Promise.resolve(REPLY),
    () => WHERE,
  );
  await costs.refresh();
  await costs.refresh();
  expect(costs.last).toEqual(REPLY);
});

test('a later question gives the earlier one up', async () => {
  const signals: AbortSignal[] = [];
  const costs = new Costs(
    async (_, signal) => {
      signals.push(signal);
      return Promise.resolve(REPLY);
    },
    () => WHERE,
  );
  await Promise.all([costs.refresh(), costs.refresh()]);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
});

test('nothing is asked once it is disposed', async () => {
  const ask = jest.fn(async () => Promise.resolve(REPLY));
  const costs = new Costs(ask, () => WHERE);
  costs.refreshSoon();
  costs.dispose();
  costs.refreshSoon();
  await jest.advanceTimersByTimeAsync(2000);
  expect(ask).not.toHaveBeenCalled();
  expect(costs.isDisposed).toBe(true);
});

test('the status bar says little, and its title all of it', () => {
  expect(costsLabel(REPLY, english)).toBe('AI · 50 mWh');
  expect(costsSentence(REPLY, english)).toBe(
    [
      'AI in this session: 2 calls, 300 tokens, about 30 mWh – 70 mWh',
      'That is as much as a phone screen for 3 minutes.',
      'In this notebook, whenever: about 1.5 Wh.',
    ].join('\n'),
  );
});

test('a warning is said', () => {
  const warned = { ...REPLY, warning: 'Most of it is used up.' };
  expect(costsSentence(warned, english)).toContain('Most of it is used up.');
});

test('a reply says how its figures were found', () => {
  const { usage } = HINT;
  expect(usage && usageSentence(usage, english)).toBe(
    'Energy: between 2.5 mWh and 5.9 mWh, estimated from the processor’s time; as much as a phone screen for 15 seconds. ' +
      'CO₂e: between 0.09 mg and 0.38 mg, for electricity of FR (Ember, 2023).',
  );
});

test('figures are written as in the language of the texts', () => {
  const { usage } = HINT;
  expect(usage && usageLabel(usage, english)).toBe(
    '120 tokens · 1.3 s · 4.2 mWh',
  );
  expect(usage && usageLabel(usage, inFrench)).toBe(
    '120 tokens · 1,3 s · 4,2 mWh',
  );
});
