import { act, fireEvent, render, screen } from '@testing-library/react';
import * as React from 'react';
import { Invitation, Opened } from '../src/views/Invitation';
import { Note } from '../src/views/Note';
import { Next, stepToOpen } from '../src/views/Next';
import { HelpUsed, Offer } from '../src/views/Standing';
import type { ExerciseView, OfferView } from '../src/wire.gen';
import { EXERCISE, LADDER, NOTE, STANDING, WITHHELD } from './fakes/messages';
import { english } from './fakes/trans';

const STUCK: OfferView = { stuck: true, rung: 'concept', instructor: 'Ada' };
const REFLECT = { ...WITHHELD, code: 'reflect_first' };
const AT_REST = {
  card: null,
  stale: false,
  help: { phase: 'rest' as const },
};

function button(name: string): HTMLElement {
  return screen.getByRole('button', { name });
}

async function settle(): Promise<void> {
  await act(() => Promise.resolve());
}

function used(hints: number, cost: number): void {
  const exercise = { ...EXERCISE, standing: { ...STANDING, hints, cost } };
  render(<HelpUsed exercise={exercise} trans={english} />);
}

function offered(offer: OfferView): void {
  render(<Offer offer={offer} trans={english} />);
}

function noting(note: jest.Mock): void {
  render(<Note instructor="Ada" onNote={note} trans={english} />);
}

function invited(onReflect: jest.Mock, exercise = EXERCISE): void {
  render(
    <Invitation
      refusal={REFLECT}
      exercise={exercise}
      seen={Date.now()}
      onReflect={onReflect}
      trans={english}
    />,
  );
}

function write(text: string): void {
  fireEvent.change(screen.getByRole('textbox'), { target: { value: text } });
}

test('the help used is reported with what it costs', () => {
  used(2, 1.5);
  expect(screen.getByText('Help used: 2 hints · 1.5 points')).toBeTruthy();
});

test('help that costs nothing is counted alone', () => {
  used(1, 0);
  expect(screen.getByText('Help used: 1 hint')).toBeTruthy();
});

test('where no help was used nothing is said', () => {
  used(0, 0);
  expect(document.body.textContent).toBe('');
});

test('who is stuck is told that this is normal, and what may help', () => {
  offered(STUCK);
  expect(screen.getByRole('status').textContent).toBe(
    'You have been at this for a while. That is normal. The next step may help: the idea.',
  );
});

test('who has seen all steps is told so', () => {
  offered({ ...STUCK, stuck: false, rung: null });
  expect(screen.getByText(/You have seen all the steps/)).toBeTruthy();
});

test('a note says where it goes, before and after it is written', async () => {
  const note = jest.fn(() => Promise.resolve(NOTE));
  noting(note);
  expect(screen.getByText(/Nothing is sent/)).toBeTruthy();
  write('Why?');
  fireEvent.click(button('Write the note'));
  await settle();
  expect(note).toHaveBeenCalledWith('Why?');
  expect(screen.getByDisplayValue(NOTE.text)).toBeTruthy();
  expect(screen.getByText(/Copy it and send it to Ada/)).toBeTruthy();
});

test('a note that can not be kept says so, and the words stay', async () => {
  const fault = { code: 'disk_full', message: '', todo: '' };
  noting(jest.fn(() => Promise.resolve(fault)));
  write('Why?');
  fireEvent.click(button('Write the note'));
  await settle();
  expect(screen.getByText(/The disk is full/)).toBeTruthy();
  expect(screen.getByDisplayValue('Why?')).toBeTruthy();
});

test('a note is copied, and where that is forbidden it is selected', async () => {
  const writeText = jest.fn<Promise<void>, [string]>(() => Promise.resolve());
  Object.assign(navigator, { clipboard: { writeText } });
  noting(jest.fn(() => Promise.resolve(NOTE)));
  fireEvent.click(button('Write the note'));
  await settle();
  writeText.mockReturnValueOnce(Promise.reject(new Error('forbidden')));
  fireEvent.click(button('Copy the note'));
  await settle();
  expect(screen.queryByText(/Copied/)).toBeNull();
  fireEvent.click(button('Copy the note'));
  await settle();
  expect(writeText).toHaveBeenCalledWith(NOTE.text);
  expect(
    screen.getByText('Copied. Paste it into a message to Ada.'),
  ).toBeTruthy();
});

test('a rung that asks for a few words has a place for them', async () => {
  const onReflect = jest.fn(() => Promise.resolve(''));
  invited(onReflect);
  write('I counted the windows');
  fireEvent.click(button('Done: show me the hint'));
  await settle();
  expect(onReflect).toHaveBeenCalledWith('I counted the windows', 'locate');
});

test('words that are too few are asked for again', async () => {
  invited(jest.fn(() => Promise.resolve('Write a little more.')));
  fireEvent.click(button('Done: show me the hint'));
  await settle();
  expect(screen.getByText('Write a little more.')).toBeTruthy();
  expect(screen.getByRole('textbox').getAttribute('aria-invalid')).toBe('true');
});

test('words that can not be kept say why', async () => {
  const fault = { code: 'disk_full', message: '', todo: '' };
  invited(jest.fn(() => Promise.resolve(fault)));
  fireEvent.click(button('Done: show me the hint'));
  await settle();
  expect(screen.getByText(/The disk is full/)).toBeTruthy();
});

test('a rung that opened meanwhile is offered', () => {
  const onAsk = jest.fn();
  render(
    <Opened rung="locate" exercise={EXERCISE} onAsk={onAsk} trans={english} />,
  );
  fireEvent.click(button('Show it'));
  expect(onAsk).toHaveBeenCalledWith('locate');
});

function next(exercise: ExerciseView, onReflect = jest.fn()): void {
  render(
    <Next
      exercise={exercise}
      toOpen={stepToOpen(exercise, AT_REST)}
      seen={Date.now()}
      busy={false}
      onAsk={jest.fn()}
      onReflect={onReflect}
      trans={english}
    />,
  );
}

test('the next hint says what it costs', () => {
  const cost = { amount: 0.5, percent: false, points: 0.5 };
  next({ ...EXERCISE, ladder: LADDER.map(step => ({ ...step, cost })) });
  expect(screen.getByText('costs 0.5 points')).toBeTruthy();
});

test('where the next step wants a few words, they are written at once', async () => {
  const onReflect = jest.fn(() => Promise.resolve(''));
  const ladder = LADDER.filter(step => step.state === 'closed');
  next(
    {
      ...EXERCISE,
      ladder: ladder.map(step => ({ ...step, code: 'reflect_first' })),
    },
    onReflect,
  );
  write('I counted the windows');
  fireEvent.click(button('Done: show me the hint'));
  await settle();
  expect(onReflect).toHaveBeenCalledWith('I counted the windows', 'locate');
});

test('the one that opened has no second button where it is the next', () => {
  render(
    <Opened
      rung="question"
      exercise={EXERCISE}
      onAsk={jest.fn()}
      trans={english}
    />,
  );
  expect(screen.getByText('“ask” is open now.')).toBeTruthy();
  expect(screen.queryByRole('button')).toBeNull();
});
