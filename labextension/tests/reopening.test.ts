import { Signal } from '@lumino/signaling';
import { Reopening } from '../src/reopening';
import type { Session } from '../src/session';
import { START, type TeachState } from '../src/state/teach';
import { EXERCISE, STANDING } from './fakes/messages';

class FakeSession {
  readonly changed = new Signal<this, TeachState>(this);
  readonly locate = jest.fn(() => Promise.resolve());

  tell(changes_in: number | null): void {
    const standing = { ...STANDING, changes_in };
    this.changed.emit({
      ...START,
      place: {
        at: 'exercise',
        path: 'x',
        exercise: { ...EXERCISE, standing },
        seen: 0,
      },
    });
  }
}

function reopening(): [FakeSession, Reopening] {
  const session = new FakeSession();
  return [session, new Reopening(session as unknown as Session)];
}

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

test('the ladder is asked for again when it has changed by itself', () => {
  const [session] = reopening();
  session.tell(5);
  jest.advanceTimersByTime(5000);
  expect(session.locate).not.toHaveBeenCalled();
  jest.advanceTimersByTime(1000);
  expect(session.locate).toHaveBeenCalledTimes(1);
});

test('a newer answer of the server counts instead', () => {
  const [session] = reopening();
  session.tell(5);
  session.tell(null);
  jest.advanceTimersByTime(60_000);
  expect(session.locate).not.toHaveBeenCalled();
});

test('the same answer does not begin to wait again', () => {
  const [session] = reopening();
  const place = {
    at: 'exercise' as const,
    path: 'x',
    exercise: { ...EXERCISE, standing: { ...STANDING, changes_in: 5 } },
    seen: 0,
  };
  session.changed.emit({ ...START, place });
  jest.advanceTimersByTime(4000);
  session.changed.emit({ ...START, place });
  jest.advanceTimersByTime(2000);
  expect(session.locate).toHaveBeenCalledTimes(1);
});

test('a wait of weeks is looked after every few hours', () => {
  const [session] = reopening();
  session.tell(40 * 24 * 3600);
  jest.advanceTimersByTime(7 * 3600 * 1000);
  expect(session.locate).toHaveBeenCalledTimes(1);
});

test('away from exercises, and after the end, nobody waits', () => {
  const [session, waiting] = reopening();
  session.tell(5);
  session.changed.emit(START);
  session.tell(5);
  waiting.dispose();
  jest.advanceTimersByTime(60_000);
  expect(session.locate).not.toHaveBeenCalled();
  expect(waiting.isDisposed).toBe(true);
});
