import { fireEvent, render, screen } from '@testing-library/react';
import * as React from 'react';
import { SILENT, type Talk } from '../src/state/talk';
import type { Server } from '../src/state/teach';
import { Ask, type AskActions } from '../src/views/Ask';
import { STATUS } from './fakes/messages';
import { english } from './fakes/trans';

const scrolled = jest.fn();

beforeAll(() => {
  // The tests' page has no layout, so that nothing in it scrolls.
  Element.prototype.scrollIntoView = scrolled;
});

const LOCAL: Server = { known: 'yes', status: STATUS };

function show(
  talk: Partial<Talk>,
  server: Server = LOCAL,
): jest.Mocked<AskActions> {
  const actions = {
    write: jest.fn(),
    ask: jest.fn(),
    stop: jest.fn(),
    load: jest.fn(),
  };
  render(
    <Ask
      talk={{ ...SILENT, loaded: 'yes', ...talk }}
      server={server}
      actions={actions}
      trans={english}
    />,
  );
  return actions;
}

function box(): HTMLElement {
  return screen.getByRole('textbox', {
    name: 'Ask about this exercise or your code',
  });
}

function turn(question: string, source: 'analysis' | 'model' = 'model') {
  return { question, text: `Reply to ${question}`, source, answer: null };
}

test('Enter sends, Shift+Enter and an input method do not', () => {
  const done = show({ draft: 'Why?' });
  fireEvent.keyDown(box(), { key: 'Enter', shiftKey: true });
  fireEvent.keyDown(box(), { key: 'Enter', isComposing: true });
  expect(done.ask).not.toHaveBeenCalled();
  fireEvent.keyDown(box(), { key: 'Enter' });
  expect(done.ask).toHaveBeenCalledTimes(1);
});

test('what is written is kept', () => {
  const done = show({});
  fireEvent.change(box(), { target: { value: 'W' } });
  expect(done.write).toHaveBeenCalledWith('W');
});

test('the button asks, and stops while the answer is written', () => {
  const done = show({ draft: 'Why?' });
  fireEvent.click(screen.getByRole('button', { name: 'Ask' }));
  expect(done.ask).toHaveBeenCalled();
});

test('while waiting the panel says for what, and can be stopped', () => {
  const done = show({
    asking: {
      phase: 'waiting',
      question: 'Why?',
      stage: 'phrasing',
      text: 'Look.',
    },
  });
  expect(screen.getByRole('progressbar')).toBeTruthy();
  expect(screen.getByText('Look.')).toBeTruthy();
  fireEvent.keyDown(box(), { key: 'Enter' });
  expect(done.ask).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole('button', { name: 'Stop' }));
  fireEvent.keyDown(box(), { key: 'Escape' });
  expect(done.stop).toHaveBeenCalledTimes(2);
});

test('the last turns are in sight, the others folded away', () => {
  show({ turns: [turn('One?'), turn('Two?'), turn('Three?', 'analysis')] });
  expect(screen.getByText('1 earlier question')).toBeTruthy();
  expect(screen.getByText('Reply to Three?')).toBeTruthy();
  expect(screen.getByText('from analysis')).toBeTruthy();
  expect(screen.getAllByText('AI · model')).toHaveLength(2);
});

test('a fresh answer says which model wrote it, and is announced', () => {
  const answer = {
    event: 'answered',
    id: 'q',
    text: 'Reply to Why?',
    source: 'model',
    reason: null,
    usage: {
      engine: 'llamacpp',
      model: 'Qwen',
      prompt_tokens: 400,
      output_tokens: 20,
      seconds: 2.04,
      energy: { value: 1.5, low: 0.9, high: 2.1, method: 'cpu_seconds' },
      co2e: null,
      like: 'as much as an LED lamp for 11 minutes',
    },
    warning: 'You have used 90 % of what you may ask the AI today.',
  } as const;
  show({ turns: [{ ...turn('Why?'), answer }] });
  expect(screen.getByText('AI · Qwen')).toBeTruthy();
  expect(screen.getByText('420 tokens · 2 s · 1.5 Wh').title).toBe(
    'Energy: between 900 mWh and 2.1 Wh, estimated from the processor’s time; as much as an LED lamp for 11 minutes.',
  );
  expect(screen.getByText(/You have used 90 %/)).toBeTruthy();
  expect(screen.getByRole('status').textContent).toBe('Reply to Why?');
  expect(scrolled).toHaveBeenCalled();
});

test('old answers are neither announced nor scrolled to', () => {
  scrolled.mockClear();
  show({ turns: [turn('Why?')] });
  expect(scrolled).not.toHaveBeenCalled();
  expect(screen.getByRole('status').textContent).toBe('');
});

test('replies hold no HTML', () => {
  show({
    turns: [{ ...turn('Why?'), text: '<img src=x onerror=alert(1)> hello' }],
  });
  expect(document.querySelector('img')).toBeNull();
});

test('a closed door says why and what to do, without a box', () => {
  const closed = {
    code: 'exam',
    reason: 'An exam is running.',
    next: 'Later.',
  };
  show({ closed, turns: [turn('Why?')] });
  expect(screen.getByText('An exam is running.')).toBeTruthy();
  expect(screen.queryByRole('textbox')).toBeNull();
  expect(screen.getByText('Reply to Why?')).toBeTruthy();
});

test('a failure can be tried again', () => {
  const fault = { code: 'odd', message: 'Wait.', todo: 'Then ask.' };
  const done = show({ asking: { phase: 'failed', fault }, draft: 'Why?' });
  expect(screen.getByRole('alert').textContent).toContain('Wait. Then ask.');
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(done.ask).toHaveBeenCalled();
});

test('a conversation that could not be loaded can be', () => {
  const done = show({ loaded: 'failed' });
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(done.load).toHaveBeenCalled();
});

test('after a stop the question is back', () => {
  show({ asking: { phase: 'stopped' }, draft: 'Why?' });
  expect(
    screen.getAllByText('Stopped. Your question is back in the box.'),
  ).toHaveLength(2);
});

test.each([
  [{ local: true }, 'A model on this machine answers; nothing leaves it.'],
  [
    { local: false },
    'Your question, this exercise and your code are sent to Qwen 1.5B, outside of this machine.',
  ],
  [
    { status: 'unavailable' as const },
    'No model is here: answers come from your tests.',
  ],
])('what leaves the machine is said beside the box', (model, sentence) => {
  const badge = { ...STATUS.model, ...model };
  show({}, { known: 'yes', status: { ...STATUS, model: badge } });
  expect(screen.getByText(sentence, { exact: false })).toBeTruthy();
});
