import { UUID } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { TeachClient } from './client';
import { fault, faultOf } from './failure';
import { resumed } from './resumed';
import type { Session } from './session';
import { heard, SILENT, type Talk, type TalkHappening } from './state/talk';
import { currentKey } from './state/teach';
import type { AskRequest } from './wire.gen';

interface Running {
  readonly key: string;
  readonly controller: AbortController;
}

/** The free questions about the exercise at the cursor; the server keeps them. */
export class Conversation implements IDisposable {
  private readonly _changed = new Signal<this, Talk>(this);
  private readonly talks = new Map<string, Talk>();
  private key: string | null = null;
  private loading: AbortController | null = null;
  /** The answers under way, by exercise. */
  private readonly running = new Map<string, Running>();
  private _isDisposed = false;

  constructor(
    private readonly client: Pick<TeachClient, 'ask' | 'conversation'>,
    private readonly session: Session,
  ) {
    session.changed.connect(this.follow);
    this.follow();
  }

  get changed(): ISignal<this, Talk> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** The conversation about the exercise at the cursor. */
  get talk(): Talk {
    return this.talkOf(this.key);
  }

  dispose(): void {
    this._isDisposed = true;
    this.session.changed.disconnect(this.follow);
    this.loading?.abort();
    for (const { controller } of this.running.values()) {
      controller.abort();
    }
    Signal.clearData(this);
  }

  /** Keep what the learner is writing. */
  write(draft: string): void {
    if (this.key !== null) {
      this.happened(this.key, { type: 'written', draft });
    }
  }

  /** Ask what was written. */
  async ask(): Promise<void> {
    const { key } = this;
    const question = this.talk.draft.trim();
    if (key === null || !question || this.running.has(key)) {
      return;
    }
    const running = { key, controller: new AbortController() };
    this.running.set(key, running);
    this.happened(key, { type: 'asked', question });
    try {
      await this.answered(running, question);
    } catch (thrown) {
      this.unlessStopped(running, { type: 'failed', fault: faultOf(thrown) });
    } finally {
      if (this.running.get(key) === running) {
        this.running.delete(key);
      }
      this.session.noticeAnswer();
    }
    // The check may have opened a rung, and the model may have been started.
    await Promise.all([this.session.locate(), this.session.refreshStatus()]);
  }

  /** End the answer that is under way about the exercise at the cursor. */
  stop(): void {
    const running = this.running.get(this.key ?? '');
    if (running) {
      this.running.delete(running.key);
      running.controller.abort();
      this.happened(running.key, { type: 'stopped' });
    }
  }

  /** Load the conversation of the exercise at the cursor again. */
  async load(): Promise<void> {
    const { key } = this;
    const where = this.session.where();
    this.loading?.abort();
    if (key === null || !where) {
      return;
    }
    const loading = new AbortController();
    this.loading = loading;
    try {
      const reply = await this.client.conversation(where, loading.signal);
      // The cursor may have gone on between the search and this look.
      if (!loading.signal.aborted && key.endsWith(`#${reply.exercise}`)) {
        this.happened(key, { type: 'loaded', reply });
      }
    } catch {
      if (!loading.signal.aborted) {
        this.happened(key, { type: 'unknown' });
      }
    }
  }

  private readonly follow = (): void => {
    const key = currentKey(this.session.state);
    if (key !== this.key) {
      this.key = key;
      void this.load();
      this._changed.emit(this.talk);
    }
  };

  private async answered(running: Running, question: string): Promise<void> {
    const { key, controller } = running;
    const { signal } = controller;
    await this.session.locate();
    const where = this.session.where();
    if (this.key !== key || !where) {
      // The cursor was on another exercise already: the question stays with its own.
      this.unlessStopped(running, { type: 'stopped' });
      return;
    }
    const request: AskRequest = { where, question, client: UUID.uuid4() };
    const events = resumed(() => this.client.ask(request, signal), signal);
    for await (const event of events) {
      if (event.event === 'facts') {
        this.session.takeFacts(key, event);
      }
      this.unlessStopped(running, { type: 'event', event });
    }
    this.unlessEnded(running);
  }

  private talkOf(key: string | null): Talk {
    return this.talks.get(key ?? '') ?? SILENT;
  }

  private unlessStopped(running: Running, happening: TalkHappening): void {
    if (this.running.get(running.key) === running) {
      this.happened(running.key, happening);
    }
  }

  /** A stream that ends without its last event was cut off. */
  private unlessEnded(running: Running): void {
    if (this.talkOf(running.key).asking.phase === 'waiting') {
      this.unlessStopped(running, {
        type: 'failed',
        fault: fault('stream_ended'),
      });
    }
  }

  private happened(key: string, happening: TalkHappening): void {
    if (!this._isDisposed) {
      this.talks.set(key, heard(this.talkOf(key), happening));
      this._changed.emit(this.talk);
    }
  }
}
