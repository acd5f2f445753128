import type { IInlineCompletionContext } from '@jupyterlab/completer';
import { TeachCompletion } from '../src/completion';
import type { Spot } from '../src/notebook';
import type { CompleteReply, CompleteRequest } from '../src/wire.gen';

const SPOT: Spot = {
  path: 'x.ipynb',
  kernel_language: 'python',
  cells: [],
  cell_id: 'a',
};
const CONTEXT = { triggerKind: 1 } as unknown as IInlineCompletionContext;

type Ask = jest.Mock<Promise<CompleteReply>, [CompleteRequest, AbortSignal]>;
let ask: Ask;
let provider: TeachCompletion;

beforeEach(() => {
  jest.useFakeTimers();
  ask = jest.fn() as Ask;
  ask.mockResolvedValue({ text: 'range(3)', withheld: null });
  provider = new TeachCompletion('Teach', { complete: ask }, () => SPOT, 'en');
});

afterEach(() => {
  jest.useRealTimers();
});

async function at(text: string): Promise<string[]> {
  const request = { text, offset: text.length };
  const answer = provider.fetch(request, CONTEXT);
  await jest.advanceTimersByTimeAsync(300);
  return (await answer).items.map(item => item.insertText);
}

test('the code at the cursor is suggested', async () => {
  expect(await at('x = ')).toEqual(['range(3)']);
  expect(ask.mock.calls[0]?.[0]).toMatchObject({ prefix: 'x = ', suffix: '' });
});

test('the server learns whether the learner asked', async () => {
  await at('x = ');
  const asked = { triggerKind: 0 } as unknown as IInlineCompletionContext;
  const answer = provider.fetch({ text: 'y = ', offset: 4 }, asked);
  await jest.advanceTimersByTimeAsync(300);
  await answer;
  expect(ask.mock.calls.map(([request]) => request.trigger)).toEqual([
    'typing',
    'asked',
  ]);
});

test('typing along a suggestion asks nobody', async () => {
  await at('x = ');
  expect(await at('x = ran')).toEqual(['ge(3)']);
  expect(ask).toHaveBeenCalledTimes(1);
});

test('only the last of fast keystrokes is asked for', async () => {
  const request = { text: 'x', offset: 1 } as never;
  const first = provider.fetch(request, CONTEXT);
  expect(await at('x = ')).toEqual(['range(3)']);
  expect((await first).items).toEqual([]);
  expect(ask).toHaveBeenCalledTimes(1);
});

test('a newer keystroke aborts the request under way', async () => {
  ask.mockImplementationOnce(() => new Promise(() => undefined));
  void at('x');
  await jest.advanceTimersByTimeAsync(300);
  await at('y = ');
  expect(ask.mock.calls[0]?.[1].aborted).toBe(true);
});

test('white space alone is not asked about', async () => {
  expect(await at('  \n')).toEqual([]);
  expect(ask).not.toHaveBeenCalled();
});

test('a suggestion that the course withholds is none', async () => {
  ask.mockResolvedValueOnce({ text: 'x', withheld: 'The course says no.' });
  expect(await at('x = ')).toEqual([]);
});

test('a failure is no suggestion', async () => {
  ask.mockRejectedValueOnce(new Error('gone'));
  expect(await at('x = ')).toEqual([]);
});

test('outside of notebooks there are no suggestions', async () => {
  provider = new TeachCompletion('Teach', { complete: ask }, () => null, 'en');
  expect(await at('x = ')).toEqual([]);
});
