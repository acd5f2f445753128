import { fireEvent, render, screen } from '@testing-library/react';
import * as React from 'react';
import {
  keyOf,
  START,
  type Desk,
  type Help,
  type Place,
  type TeachState,
} from '../src/state/teach';
import { Panel, type Actions } from '../src/views/Panel';
import {
  CARD,
  EXERCISE,
  HINT,
  STANDING,
  STATUS,
  WITHHELD,
} from './fakes/messages';
import { english } from './fakes/trans';

function actions(): jest.Mocked<Actions> {
  return {
    check: jest.fn(),
    hint: jest.fn(),
    stop: jest.fn(),
    judge: jest.fn(),
    retry: jest.fn(),
    reflect: jest.fn(),
    note: jest.fn(),
    card: { ask: jest.fn(), measure: jest.fn() },
    goToFirstExercise: jest.fn(),
    goToLine: jest.fn(),
    leave: jest.fn(),
  };
}

const scrolled = jest.fn();

beforeAll(() => {
  // The tests' page has no layout, so that nothing in it scrolls.
  Element.prototype.scrollIntoView = scrolled;
});

function show(state: Partial<TeachState>): jest.Mocked<Actions> {
  const done = actions();
  render(
    <Panel
      state={{ ...START, server: { known: 'yes', status: STATUS }, ...state }}
      actions={done}
      showUsage={true}
      trans={english}
    />,
  );
  return done;
}

function at(place: Place): jest.Mocked<Actions> {
  return show({ place });
}

function withDesk(desk: Partial<Desk>): jest.Mocked<Actions> {
  const whole: Desk = {
    card: CARD,
    stale: false,
    help: { phase: 'rest' },
    ...desk,
  };
  return show({
    place: { at: 'exercise', path: 'x', exercise: EXERCISE, seen: Date.now() },
    desks: { [keyOf('x', 'mean')]: whole },
  });
}

function withHelp(help: Help): jest.Mocked<Actions> {
  return withDesk({ help });
}

function button(name: string): HTMLElement {
  return screen.getByRole('button', { name });
}

test('the badge says which model helps from where', () => {
  show({});
  expect(screen.getByText('local · Qwen 1.5B')).toBeTruthy();
});

test('a model that is missing is named so in words', () => {
  const model = { ...STATUS.model, status: 'missing_model' as const };
  show({ server: { known: 'yes', status: { ...STATUS, model } } });
  expect(screen.getByText('local · Qwen 1.5B · not downloaded')).toBeTruthy();
});

test('without a notebook the panel says what to open', () => {
  at({ at: 'nowhere' });
  expect(screen.getByText('No notebook is open.')).toBeTruthy();
});

test('outside of exercises a button leads to the first', () => {
  const done = at({
    at: 'outside',
    path: 'x',
    exercises: 5,
    firstAnswer: null,
  });
  expect(screen.getByText('This notebook has 5 exercises.')).toBeTruthy();
  fireEvent.click(button('Go to the first exercise'));
  expect(done.goToFirstExercise).toHaveBeenCalled();
});

test('a notebook without exercises offers no button', () => {
  at({ at: 'outside', path: 'x', exercises: 0, firstAnswer: null });
  expect(screen.queryByRole('button', { name: /first exercise/ })).toBeNull();
});

test('a server that is not there can be tried again', () => {
  const fault = { code: 'not_installed', message: '', todo: '' };
  const done = at({ at: 'failed', path: 'x', fault });
  expect(screen.getByRole('alert').textContent).toContain(
    'The server part of Teach is not switched on.',
  );
  fireEvent.click(button('Try again'));
  expect(done.retry).toHaveBeenCalled();
});

test('an unknown failure is told in the server’s words', () => {
  const fault = { code: 'new', message: 'Odd.', todo: 'Do this.' };
  at({ at: 'failed', path: 'x', fault });
  expect(screen.getByText('Odd. Do this.')).toBeTruthy();
});

test('a fact of any kind is told in the server’s words', () => {
  withDesk({
    card: {
      ...CARD,
      case: { call: 'f(xs)', expected: '', got: '' },
      error: null,
      summary: 'Your function changed the list that it was given.',
    },
  });
  expect(screen.getByRole('row', { name: 'call f(xs)' })).toBeTruthy();
  expect(screen.queryByRole('row', { name: /expected|got/ })).toBeNull();
  expect(
    screen.getByText('Your function changed the list that it was given.'),
  ).toBeTruthy();
});

test('a wait, an answer and a refusal are scrolled to', () => {
  scrolled.mockClear();
  withHelp({ phase: 'withheld', refusal: WITHHELD });
  expect(scrolled).toHaveBeenCalled();
});

test('the panel asked for before its content was there takes the keyboard', () => {
  const panel = document.createElement('div');
  panel.tabIndex = -1;
  document.body.append(panel);
  panel.focus();
  const props = { actions: actions(), showUsage: true, trans: english };
  render(<Panel {...props} state={START} />, { container: panel });
  expect(document.activeElement).toBe(panel.firstElementChild);
});

test('tests are dots that can be heard', () => {
  withDesk({});
  expect(screen.getByLabelText('test 1 of 2, visible, passes')).toBeTruthy();
  expect(screen.getByLabelText('test 2 of 2, hidden, fails')).toBeTruthy();
  expect(screen.getByText('1 of 2 tests pass')).toBeTruthy();
});

test('facts from before the last edit say so', () => {
  withDesk({ stale: true });
  expect(screen.getByText('before your last change')).toBeTruthy();
});

test('the fact card is a table and a sentence', () => {
  withDesk({});
  expect(screen.getByRole('row', { name: 'expected [1]' })).toBeTruthy();
  expect(screen.getByText('The list is too short.')).toBeTruthy();
});

test('the line of an error leads there', () => {
  const done = withDesk({});
  fireEvent.click(button('line 3'));
  expect(done.goToLine).toHaveBeenCalledWith(3);
});

test('a program that was stopped shows its line and no exception', () => {
  const error = { type: '', message: '', line: 2 };
  withDesk({ card: { ...CARD, error, case: null } });
  expect(button('line 2').parentElement?.textContent.trim()).toBe('line 2');
});

test('the main button names the next hint', () => {
  const done = withDesk({});
  fireEvent.click(button('Next hint: a question'));
  expect(done.hint).toHaveBeenCalledWith(null);
});

test('Check runs the tests', () => {
  const done = withDesk({ card: null });
  fireEvent.click(button('Check'));
  expect(done.check).toHaveBeenCalled();
});

test('while waiting the panel says for what, and can be stopped', () => {
  const done = withHelp({
    phase: 'asking',
    rung: null,
    stage: 'starting_engine',
    text: '',
  });
  expect(screen.getByRole('progressbar')).toBeTruthy();
  fireEvent.click(button('Stop'));
  fireEvent.keyDown(button('Stop'), { key: 'Escape' });
  expect(done.stop).toHaveBeenCalledTimes(2);
});

test('who waits for others sees the place in the queue', () => {
  const asking = { phase: 'asking', rung: null, text: '' } as const;
  withHelp({ ...asking, stage: 'queued', place: 3 });
  expect(screen.getAllByText(/Your place in the queue: 3/)).toBeTruthy();
});

test('who is next in the queue is told so', () => {
  const asking = { phase: 'asking', rung: null, text: '' } as const;
  withHelp({ ...asking, stage: 'queued', place: 1 });
  expect(screen.getAllByText(/You are next/)).toBeTruthy();
});

test('where no model could answer, a sentence beside the hint says so', () => {
  const why = 'The model could not answer just now.';
  const hint = { ...HINT, why };
  withHelp({ phase: 'shown', hint, helpful: null, heard: false });
  expect(screen.getByText(why)).toBeTruthy();
});

test('Escape leads back to the notebook where nothing runs', () => {
  const done = withDesk({});
  fireEvent.keyDown(button('Check again'), { key: 'Escape' });
  expect(done.stop).not.toHaveBeenCalled();
  expect(done.leave).toHaveBeenCalledTimes(1);
});

test('a hint shows who phrased it and what it cost', () => {
  withHelp({ phase: 'shown', hint: HINT, helpful: null, heard: false });
  expect(screen.getByText('AI · Qwen')).toBeTruthy();
  expect(screen.getByText('120 tokens · 1.3 s · 4.2 mWh')).toBeTruthy();
});

test('a learner says whether a hint helped', () => {
  const done = withHelp({
    phase: 'shown',
    hint: HINT,
    helpful: null,
    heard: false,
  });
  fireEvent.click(button('No'));
  expect(done.judge).toHaveBeenCalledWith(false);
});

test('a refusal says why and what to do', () => {
  withHelp({ phase: 'withheld', refusal: WITHHELD });
  const card = screen.getByRole('region', { name: 'Not yet: where' });
  expect(card.textContent).toBe(WITHHELD.reason + WITHHELD.next);
});

test('new text is announced', () => {
  withHelp({ phase: 'shown', hint: HINT, helpful: null, heard: false });
  const spoken = screen.getAllByRole('status').map(each => each.textContent);
  expect(spoken).toContain(HINT.text);
});

test('the keyboard stays in the panel when the button with the focus goes away', () => {
  const place: Place = {
    at: 'outside',
    path: 'x',
    exercises: 1,
    firstAnswer: null,
  };
  const props = { actions: actions(), showUsage: true, trans: english };
  const { rerender, container } = render(
    <Panel {...props} state={{ ...START, place }} />,
  );
  button('Go to the first exercise').focus();
  rerender(<Panel {...props} state={START} />);
  expect(document.activeElement).toBe(container.firstElementChild);
});

test('without a next hint the panel says what opens one', () => {
  const ladder = EXERCISE.ladder.filter(step => step.state !== 'next');
  show({
    place: {
      at: 'exercise',
      path: 'x',
      exercise: { ...EXERCISE, ladder },
      seen: 0,
    },
  });
  expect(
    screen.getByText('It opens after a new try. Change your cell.'),
  ).toBeTruthy();
});

test('why all steps are closed is said once', () => {
  const ladder = EXERCISE.ladder.filter(step => step.state === 'closed');
  show({
    place: {
      at: 'exercise',
      path: 'x',
      exercise: { ...EXERCISE, ladder },
      seen: 0,
    },
  });
  fireEvent.focus(button('solution, closed'));
  expect(screen.getAllByText(/It opens after a new try/)).toHaveLength(1);
});

test('while tests run, the hint that was on show stays', () => {
  withHelp({
    phase: 'checking',
    stage: 'testing',
    kept: { phase: 'shown', hint: HINT, helpful: null, heard: false },
  });
  expect(screen.getByRole('progressbar')).toBeTruthy();
  expect(screen.getByRole('region', { name: 'Hint: ask' })).toBeTruthy();
});

test('words that were not handed in stay when the cursor leaves and comes back', () => {
  const props = { actions: actions(), showUsage: true, trans: english };
  const ladder = EXERCISE.ladder
    .filter(step => step.state === 'closed')
    .map(step => ({ ...step, code: 'reflect_first' }));
  const here = (id: string): TeachState => ({
    ...START,
    place: {
      at: 'exercise',
      path: 'x',
      exercise: { ...EXERCISE, id, ladder },
      seen: 0,
    },
  });
  const label = 'What did you try, and where are you stuck?';
  const { rerender } = render(<Panel {...props} state={here('mean')} />);
  fireEvent.change(screen.getByLabelText(label), {
    target: { value: 'I counted' },
  });
  rerender(<Panel {...props} state={here('other')} />);
  expect(screen.queryByDisplayValue('I counted')).toBeNull();
  rerender(<Panel {...props} state={START} />);
  rerender(<Panel {...props} state={here('mean')} />);
  expect(screen.getByDisplayValue('I counted')).toBeTruthy();
});

test('a refusal that ends by itself is heard with its time', () => {
  const ladder = WITHHELD.ladder.map(step => ({
    ...step,
    code: 'cool_down',
    opens_in: 65,
  }));
  withHelp({ phase: 'withheld', refusal: { ...WITHHELD, ladder } });
  const spoken = screen.getAllByRole('status').map(each => each.textContent);
  expect(spoken).toContain(
    `${WITHHELD.reason} ${WITHHELD.next} It opens in 1:05.`,
  );
});

test('what is offered stands above the next hint, a note to the instructor below', () => {
  const offer = { stuck: true, rung: 'question' as const, instructor: 'Ada' };
  show({
    place: {
      at: 'exercise',
      path: 'x',
      exercise: { ...EXERCISE, standing: { ...STANDING, offer } },
      seen: 0,
    },
  });
  expect(screen.getByText(/The next step may help: a question/)).toBeTruthy();
  expect(screen.getByText('Ask my instructor')).toBeTruthy();
});
