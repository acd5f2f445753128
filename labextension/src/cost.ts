import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { CostsReply, Where } from './wire.gen';

/** How long to wait for more to happen before asking what it cost. */
const SETTLED_MS = 1500;

/** Asks what models cost in a notebook. */
export type AskCosts = (
  where: Where,
  signal: AbortSignal,
) => Promise<CostsReply>;

/** What models cost so far, as last told by the server; asked again a moment after it may differ. */
export class Costs implements IDisposable {
  private readonly _changed = new Signal<this, CostsReply>(this);
  private _last: CostsReply | null = null;
  private waiting: ReturnType<typeof setTimeout> | undefined;
  private asking: AbortController | null = null;
  private _isDisposed = false;

  constructor(
    private readonly ask: AskCosts,
    private readonly where: () => Where | null,
  ) {}

  /** Null before the first answer. */
  get last(): CostsReply | null {
    return this._last;
  }

  get changed(): ISignal<this, CostsReply> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    clearTimeout(this.waiting);
    this.asking?.abort();
    Signal.clearData(this);
  }

  /** A model may have been asked: look a moment later, once for all that happens until then. */
  refreshSoon(): void {
    clearTimeout(this.waiting);
    if (!this._isDisposed) {
      this.waiting = setTimeout(() => void this.refresh(), SETTLED_MS);
    }
  }

  /** Ask now. What can't be told keeps the last answer: nobody waits for a price. */
  async refresh(): Promise<void> {
    const where = this.where();
    if (!where) {
      return;
    }
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    try {
      const costs = await this.ask(where, asking.signal);
      if (this.asking === asking && !this._isDisposed) {
        this._last = costs;
        this._changed.emit(costs);
      }
    } catch {
      // Told with the next answer.
    }
  }
}
