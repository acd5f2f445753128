import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import * as React from 'react';
import { fault, TeachError } from '../src/failure';
import { Header } from '../src/views/Header';
import type { CardActions } from '../src/views/ModelCard';
import type { CardView } from '../src/wire.gen';
import { cardLines } from '../src/words.card';
import { STATUS } from './fakes/messages';
import { english } from './fakes/trans';

const CARD: CardView = {
  name: 'qwen2.5-coder-1.5b',
  title: 'Qwen 1.5B',
  maker: 'Alibaba',
  engine: 'llamacpp',
  engine_name: 'embedded',
  local: true,
  operator: '',
  jurisdiction: '',
  parameters: '1.5B',
  active_parameters: '',
  architecture: 'dense',
  distilled_from: '',
  quantisation: { name: 'Q4_K_M', bits: 4, loss: 'little' },
  context: 4096,
  licence: 'Apache-2.0',
  openness: 'open_weights',
  training_data: 'described',
  fills_in: true,
  disk_bytes: 1_117_320_768,
  memory_mb: 900,
  memory_estimated: false,
  free_memory_mb: 2048,
  speed: { written: 21.53, first: 0.4, day: '2026-09-01' },
  reading: 5.4,
  suits: 'runs_here',
  sources: [{ url: 'https://example.org/qwen', year: 2024 }],
};

const NOTHING_KNOWN: CardView = {
  ...CARD,
  maker: '',
  local: false,
  parameters: '',
  architecture: '',
  quantisation: null,
  context: null,
  licence: '',
  openness: '',
  training_data: '',
  disk_bytes: null,
  speed: null,
  suits: 'elsewhere',
  sources: [],
};

function show(
  ask: CardActions['ask'],
  measure: CardActions['measure'] = ask,
): void {
  render(
    <Header
      server={{ known: 'yes', status: STATUS }}
      card={{ ask, measure }}
      trans={english}
    />,
  );
}

function badge(): HTMLElement {
  return screen.getByRole('button', { name: 'local · Qwen 1.5B' });
}

function line(card: CardView, name: string): string | undefined {
  return cardLines(card, english).find(each => each.name === name)?.text;
}

test('the badge opens the card, which takes the focus', async () => {
  show(() => Promise.resolve({ card: CARD }));
  fireEvent.click(badge());
  const card = screen.getByRole('dialog', { name: 'About the model' });
  expect(document.activeElement).toBe(card);
  expect(badge().getAttribute('aria-expanded')).toBe('true');
  expect(
    await screen.findByText('1.5B, dense: all of them work on every token.'),
  ).toBeTruthy();
});

test('Escape closes the card and leads back to the badge', () => {
  show(() => new Promise(() => undefined));
  fireEvent.click(badge());
  fireEvent.keyDown(screen.getByRole('dialog'), { key: 'Escape' });
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(document.activeElement).toBe(badge());
});

test('a button closes it as well, and the question is given up', () => {
  const asked: AbortSignal[] = [];
  show(signal => {
    asked.push(signal);
    return new Promise(() => undefined);
  });
  fireEvent.click(badge());
  fireEvent.click(screen.getByRole('button', { name: 'Close' }));
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(asked.map(each => each.aborted)).toEqual([true]);
});

test('sources are text that nobody can click', async () => {
  show(() => Promise.resolve({ card: CARD }));
  fireEvent.click(badge());
  expect(
    await screen.findByText('https://example.org/qwen (2024)'),
  ).toBeTruthy();
  expect(screen.queryByRole('link')).toBeNull();
});

test('a server that does not answer is said to', async () => {
  show(() => Promise.reject(new TeachError(fault('unreachable'))));
  fireEvent.click(badge());
  await waitFor(() => {
    expect(screen.getByRole('alert').textContent).toContain('does not answer');
  });
});

test('without a model the card says where help comes from', async () => {
  show(() => Promise.resolve({ card: null }));
  fireEvent.click(badge());
  expect(
    await screen.findByText(/help comes from tests and analysis alone/),
  ).toBeTruthy();
});

test('its speed is measured when that is asked for', async () => {
  const slow = { ...CARD, suits: 'slow' } as const;
  show(
    () => Promise.resolve({ card: { ...CARD, speed: null } }),
    () => Promise.resolve({ card: slow }),
  );
  fireEvent.click(badge());
  expect(await screen.findByText('Not measured yet.')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: /Measure/ }));
  expect(screen.getByRole('status').textContent).toContain('Measuring');
  expect(await screen.findByText(/21.5 tokens a second/)).toBeTruthy();
  expect(screen.getByText(/more slowly than people read/)).toBeTruthy();
});

test('closing the card ends a measurement', async () => {
  const signals: AbortSignal[] = [];
  show(
    () => Promise.resolve({ card: CARD }),
    signal => {
      signals.push(signal);
      return new Promise(() => undefined);
    },
  );
  fireEvent.click(badge());
  fireEvent.click(await screen.findByRole('button', { name: /Measure/ }));
  fireEvent.keyDown(screen.getByRole('dialog'), { key: 'Escape' });
  expect(signals.map(each => each.aborted)).toEqual([true]);
});

test.each([
  ['Where it runs', 'On this machine; nothing leaves it.'],
  ['Engine', 'embedded (llamacpp)'],
  ['Context', '4,096 tokens of question and answer together.'],
  ['On the disk', '1.1 GB'],
  ['Memory', '900 MB; 2 GB are free now'],
  [
    'Speed here',
    '21.5 tokens a second, the first after 0.4 s (2026-09-01). People read about 5.4 a second.',
  ],
])('the line “%s”', (name, text) => {
  expect(line(CARD, name)).toBe(text);
});

test.each([
  'Made by',
  'Parameters',
  'Quantisation',
  'Context',
  'Licence',
  'Openness',
  'Training data',
  'On the disk',
])('“%s” that nobody knows is said to be unknown', name => {
  expect(line(NOTHING_KNOWN, name)).toBe('unknown');
});

test('of a server elsewhere, the operator and the country are named', () => {
  const there = { ...NOTHING_KNOWN, operator: 'Lyon', jurisdiction: 'FR' };
  expect(line(there, 'Where it runs')).toBe(
    'Elsewhere: run by Lyon, under the law of France. Questions are sent there.',
  );
});

test('who runs it, and where, is said to be unknown as well', () => {
  expect(line(NOTHING_KNOWN, 'Where it runs')).toBe(
    'Elsewhere: run by somebody whom the administrator did not name, under the law of an unknown country. Questions are sent there.',
  );
});

test('what the administrator wrote instead of a code stays', () => {
  const there = { ...NOTHING_KNOWN, jurisdiction: 'the moon' };
  expect(line(there, 'Where it runs')).toContain('the law of the moon');
});

test('of a mixture of experts, how many work on a token', () => {
  const mixture = {
    ...CARD,
    parameters: '21B',
    architecture: 'mixture',
  } as const;
  expect(line(mixture, 'Parameters')).toContain('some of them work');
  expect(
    line({ ...mixture, active_parameters: '3.6B' }, 'Parameters'),
  ).toContain('3.6B of them work');
});

test('a quantisation whose name says nothing is named', () => {
  const quantisation = { name: 'X', bits: null, loss: null };
  expect(line({ ...CARD, quantisation }, 'Quantisation')).toBe('X');
});
