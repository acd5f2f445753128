import type { IDisposable } from '@lumino/disposable';
import type { Session } from './session';
import type { TeachState } from './state/teach';
import type { StandingView } from './wire.gen';

/** A little later than the server said, so that its clock is there as well. */
const GRACE_MS = 300;
/** A page may stay open for days; a browser's timers count no further than 24. */
const LONGEST_MS = 6 * 3600 * 1000;

/** Asks for the ladder again when the server said that it changes by itself. */
export class Reopening implements IDisposable {
  private _isDisposed = false;
  private standing: StandingView | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly session: Session) {
    session.changed.connect(this.follow);
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    clearTimeout(this.timer);
    this.session.changed.disconnect(this.follow);
  }

  private readonly follow = (_: unknown, { place }: TeachState): void => {
    const standing = place.at === 'exercise' ? place.exercise.standing : null;
    if (standing === this.standing) {
      return;
    }
    this.standing = standing;
    clearTimeout(this.timer);
    const seconds = standing?.changes_in;
    if (seconds !== null && seconds !== undefined) {
      this.timer = setTimeout(
        () => {
          void this.session.locate();
        },
        Math.min(seconds * 1000 + GRACE_MS, LONGEST_MS),
      );
    }
  };
}
