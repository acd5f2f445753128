import { act, fireEvent, render, screen } from '@testing-library/react';
import * as React from 'react';
import { Ladder } from '../src/views/Ladder';
import { LADDER } from './fakes/messages';
import { english } from './fakes/trans';

type Props = React.ComponentProps<typeof Ladder>;

function show(props: Partial<Props> = {}): jest.Mock {
  const onAsk = jest.fn();
  render(
    <Ladder
      ladder={LADDER}
      seen={Date.now()}
      current={null}
      refused={null}
      said={null}
      busy={false}
      onAsk={onAsk}
      trans={english}
      {...props}
    />,
  );
  return onAsk;
}

function rung(name: string): HTMLElement {
  return screen.getByRole('button', { name });
}

test('every rung is a button that says its state', () => {
  show();
  expect(
    screen.getAllByRole('button').map(each => each.getAttribute('aria-label')),
  ).toEqual([
    'goal, used',
    'ask, next',
    'idea, open',
    'where, closed',
    'steps, closed',
    'example, closed',
    'solution, closed',
  ]);
});

test('a rung that is pressed is asked for', () => {
  const onAsk = show();
  fireEvent.click(rung('idea, open'));
  expect(onAsk).toHaveBeenCalledWith('concept');
});

test('a closed rung says why when the keyboard reaches it', () => {
  show();
  fireEvent.focus(rung('where, closed'));
  expect(screen.getByRole('status').textContent).toBe(
    '“where” is closed for now. It opens after a new try. Change your cell.',
  );
});

test('a closed rung is asked for all the same: the server decides', () => {
  const onAsk = show();
  fireEvent.click(rung('solution, closed'));
  expect(onAsk).toHaveBeenCalledWith('solution');
});

test('a refusal that is on show is not said twice', () => {
  show({ refused: 'locate' });
  fireEvent.focus(rung('where, closed'));
  expect(screen.getByRole('status').textContent).toBe('');
});

test('while an answer is under way nothing more is asked', () => {
  const onAsk = show({ busy: true });
  fireEvent.click(rung('idea, open'));
  expect(onAsk).not.toHaveBeenCalled();
  expect(rung('idea, open').getAttribute('aria-disabled')).toBe('true');
});

test('the rung on show is marked', () => {
  show({ current: 'orient' });
  expect(rung('goal, used').getAttribute('aria-current')).toBe('step');
});

test('a step says what it costs before it is taken', () => {
  const ladder = LADDER.map(step => ({
    ...step,
    cost: { amount: 10, percent: true, points: 0.2 },
  }));
  show({ ladder });
  expect(rung('idea, open, costs 10 % (0.2 points)').textContent).toBe(
    'ideaopen10 %',
  );
});

test('a closed step counts down to when it opens by itself', () => {
  const ladder = LADDER.map(step => ({ ...step, opens_in: 125, code: '' }));
  show({ ladder });
  fireEvent.focus(rung('where, closed'));
  expect(screen.getAllByText('It opens in 2:05.')[0]).toBeTruthy();
});

test('what a try opens may be waited for as well', () => {
  const ladder = LADDER.map(step => ({ ...step, opens_in: 60 }));
  show({ ladder });
  fireEvent.focus(rung('where, closed'));
  expect(
    screen.getAllByText('Or take your time: it opens by itself in 1:00.')[0],
  ).toBeTruthy();
});

test('the count goes on, and stops at nothing', () => {
  jest.useFakeTimers();
  const ladder = LADDER.map(step => ({ ...step, opens_in: 2, code: '' }));
  show({ ladder, seen: Date.now() });
  fireEvent.focus(rung('where, closed'));
  act(() => {
    jest.advanceTimersByTime(1000);
  });
  expect(screen.getByText('It opens in 0:01.')).toBeTruthy();
  act(() => {
    jest.advanceTimersByTime(9000);
  });
  expect(screen.getByText('It opens in 0:00.')).toBeTruthy();
  jest.useRealTimers();
});

test('a long wait is told as a time of the clock', () => {
  const ladder = LADDER.map(step => ({ ...step, opens_in: 90_000, code: '' }));
  show({ ladder });
  fireEvent.focus(rung('where, closed'));
  expect(screen.getByText(/^It opens on .+ at .+\.$/)).toBeTruthy();
});
