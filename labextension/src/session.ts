import { UUID } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { TeachClient } from './client';
import { fault, faultOf, TeachError, type Fault } from './failure';
import { sourceOf, type Spot } from './notebook';
import { resumed } from './resumed';
import {
  currentKey,
  deskOf,
  isRunning,
  next,
  START,
  type Happening,
  type Place,
  type Rung,
  type TeachState,
} from './state/teach';
import type {
  CheckEvent,
  FactsEvent,
  HintEvent,
  NoteReply,
  Where,
} from './wire.gen';

/** How soon to look again whether a model has started. */
const STARTING_MS = 3000;
/** How long a search may take unseen. */
const UNSEEN_MS = 1500;

type Stream = (
  where: Where,
  signal: AbortSignal,
) => AsyncGenerator<CheckEvent | HintEvent>;

/** What the session follows: reads the notebook with the cursor, null where there is none. */
export type Look = () => Spot | null;

/** What the learner is working on, and the help for it. */
export class Session implements IDisposable {
  private readonly _changed = new Signal<this, TeachState>(this);
  private readonly _answered = new Signal<this, void>(this);
  private _state: TeachState = START;
  private _isDisposed = false;
  private search: Promise<void> = Promise.resolve();
  private looking: AbortController | null = null;
  private asking: ReturnType<typeof setTimeout> | undefined;
  private running: { key: string; controller: AbortController } | null = null;
  /** The answer as it was at the last check, by exercise. */
  private readonly checked = new Map<string, string>();
  /** The id of the last request for a hint, by exercise. */
  private readonly requests = new Map<string, string>();

  constructor(
    private readonly client: TeachClient,
    private readonly look: Look,
    private readonly language: Where['language'],
  ) {}

  get state(): TeachState {
    return this._state;
  }

  get changed(): ISignal<this, TeachState> {
    return this._changed;
  }

  /** Says that an answer ended, however: it may have cost something. */
  get answered(): ISignal<this, void> {
    return this._answered;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Whether a cell is one to answer in, of the exercise at the cursor. */
  isAnswerCell(cellId: string | undefined): boolean {
    const { place } = this._state;
    return (
      place.at === 'exercise' &&
      cellId !== undefined &&
      place.exercise.answer_cells.includes(cellId)
    );
  }

  dispose(): void {
    this._isDisposed = true;
    clearTimeout(this.asking);
    this.looking?.abort();
    this.running?.controller.abort();
    Signal.clearData(this);
  }

  /** Ask how the server side stands. */
  async refreshStatus(): Promise<void> {
    const { signal } = new AbortController();
    clearTimeout(this.asking);
    try {
      const status = await this.client.status(signal);
      this.happened({ type: 'server', server: { known: 'yes', status } });
      if (status.model.status === 'starting' && !this._isDisposed) {
        this.asking = setTimeout(() => {
          void this.refreshStatus();
        }, STARTING_MS);
      }
    } catch (thrown) {
      const fault = faultOf(thrown);
      this.happened({ type: 'server', server: { known: 'no', fault } });
    }
  }

  /** Find the exercise at the cursor; an earlier search is given up. */
  async locate(): Promise<void> {
    const search = this.find();
    this.search = search;
    await search;
    // Whoever waits for a search that was given up waits for the one that took over.
    while (this.search !== search && this.looking) {
      await this.search;
    }
  }

  private async find(): Promise<void> {
    this.looking?.abort();
    const where = this.where();
    if (!where) {
      this.happened({ type: 'moved', place: { at: 'nowhere' } });
      return;
    }
    const looking = new AbortController();
    this.looking = looking;
    const { path } = where;
    const { place } = this._state;
    const isNew =
      place.at === 'nowhere' || place.at === 'failed' || place.path !== path;
    const unseen = setTimeout(
      () => {
        if (this.looking === looking) {
          this.happened({ type: 'moved', place: { at: 'looking', path } });
        }
      },
      isNew ? 0 : UNSEEN_MS,
    );
    this.arrive(looking, await this.placeOf(where, looking.signal));
    clearTimeout(unseen);
  }

  private async placeOf(where: Where, signal: AbortSignal): Promise<Place> {
    const { path } = where;
    try {
      const reply = await this.client.exercise(where, signal);
      const { exercise, exercises_in_notebook: exercises } = reply;
      return exercise
        ? { at: 'exercise', path, exercise, seen: Date.now() }
        : { at: 'outside', path, exercises, firstAnswer: reply.first_answer };
    } catch (thrown) {
      return { at: 'failed', path, fault: faultOf(thrown) };
    }
  }

  /** Run the tests on the answer as it stands. */
  async check(): Promise<void> {
    await this.run(
      key => ({ type: 'checking', key }),
      (where, signal) => this.client.check(where, signal),
    );
  }

  /** Ask for help; without a rung, for the next one. */
  async hint(rung: Rung | null = null): Promise<void> {
    await this.ask(rung, UUID.uuid4());
  }

  /** Do again what failed. */
  async retry(): Promise<void> {
    const key = currentKey(this._state);
    const help = key === null ? null : deskOf(this._state, key).help;
    const tried = help?.phase === 'failed' ? help.tried : null;
    switch (tried?.what) {
      case 'check':
        await this.check();
        break;
      case 'hint':
        // The same id: what was answered but did not arrive comes now, and counts once.
        await this.ask(
          tried.rung,
          this.requests.get(key ?? '') ?? UUID.uuid4(),
        );
        break;
      case undefined:
        await Promise.all([this.refreshStatus(), this.locate()]);
    }
  }

  /** End the answer that is under way. */
  stop(): void {
    if (this.running) {
      const { key, controller } = this.running;
      this.running = null;
      controller.abort();
      this.happened({ type: 'stopped', key });
    }
  }

  /** Tell whether the hint on show helped. */
  async judge(helpful: boolean): Promise<void> {
    const key = currentKey(this._state);
    const { place } = this._state;
    if (key === null || place.at !== 'exercise') {
      return;
    }
    const { help } = deskOf(this._state, key);
    if (help.phase !== 'shown') {
      return;
    }
    this.happened({ type: 'judged', key, helpful });
    const { signal } = new AbortController();
    await this.client
      .feedback(
        {
          hint_id: help.hint.id,
          exercise: place.exercise.id,
          path: place.path,
          helpful,
        },
        signal,
      )
      // An opinion that is lost is no reason to interrupt a learner.
      .catch(() => undefined);
  }

  /** Hand in words about the own work; gives what is missing, or asks for the rung they open. */
  async reflect(text: string, rung: Rung): Promise<string | Fault> {
    const { signal } = new AbortController();
    try {
      const where = this.required();
      const reply = await this.client.reflect({ where, text }, signal);
      if (reply.accepted) {
        void this.hint(rung);
      }
      return reply.message;
    } catch (thrown) {
      return faultOf(thrown);
    }
  }

  /** Record a note to the instructor; gives it with the facts attached. */
  async note(text: string): Promise<NoteReply | Fault> {
    const { signal } = new AbortController();
    try {
      return await this.client.note({ where: this.required(), text }, signal);
    } catch (thrown) {
      return faultOf(thrown);
    }
  }

  /** Note that the notebook may have changed under the last check. */
  noticeEdits(): void {
    const key = currentKey(this._state);
    const before = key === null ? undefined : this.checked.get(key);
    if (key === null || before === undefined) {
      return;
    }
    const stale = this.answer() !== before;
    if (stale !== deskOf(this._state, key).stale) {
      this.happened({ type: 'edited', key, stale });
      // A new try may open a rung.
      void this.locate();
    }
  }

  /** Show the facts that the answer to a question began with. */
  takeFacts(key: string, event: FactsEvent): void {
    this.checked.set(key, this.answer());
    this.happened({ type: 'event', key, event, at: Date.now() });
  }

  /** An answer ended that was not asked for here. */
  noticeAnswer(): void {
    this._answered.emit();
  }

  /** Whether an answer is under way. */
  get isRunning(): boolean {
    const key = currentKey(this._state);
    return key !== null && isRunning(deskOf(this._state, key).help);
  }

  private async ask(rung: Rung | null, client: string): Promise<void> {
    await this.run(
      key => {
        this.requests.set(key, client);
        return { type: 'asking', key, rung };
      },
      (where, signal) =>
        resumed(
          () => this.client.hint({ where, rung, client }, signal),
          signal,
        ),
    );
  }

  private async run(
    begun: (key: string) => Happening,
    stream: Stream,
  ): Promise<void> {
    this.stop();
    await this.locate();
    const where = this.where();
    const key = currentKey(this._state);
    if (key === null || !where) {
      return;
    }
    const controller = new AbortController();
    const running = { key, controller };
    this.running = running;
    this.checked.set(key, this.answer());
    this.happened(begun(key));
    try {
      for await (const event of stream(where, controller.signal)) {
        const at = Date.now();
        this.unlessStopped(running, { type: 'event', key, event, at });
      }
      this.unlessStopped(running, { type: 'ended', key });
    } catch (thrown) {
      const fault = faultOf(thrown);
      this.unlessStopped(running, { type: 'failed', key, fault });
    } finally {
      if (this.running === running) {
        this.running = null;
      }
      this.noticeAnswer();
    }
    // The model may have been started by this answer.
    await this.refreshStatus();
  }

  /** The notebook as it stands, and the cell with the cursor; null where there is none. */
  where(): Where | null {
    const spot = this.look();
    return spot && { ...spot, language: this.language };
  }

  private required(): Where {
    const where = this.where();
    if (!where) {
      throw new TeachError(fault('unknown_exercise'));
    }
    return where;
  }

  private answer(): string {
    const { place } = this._state;
    const spot = this.look();
    return spot && place.at === 'exercise'
      ? sourceOf(spot, place.exercise.answer_cells)
      : '';
  }

  private unlessStopped(running: object, happening: Happening): void {
    if (this.running === running) {
      this.happened(happening);
    }
  }

  private arrive(looking: AbortController, place: Place): void {
    if (this.looking === looking && !looking.signal.aborted) {
      this.looking = null;
      this.happened({ type: 'moved', place });
      this.noticeServer(place);
    }
  }

  /** The badge says that the server is gone, or back, as soon as a search found out. */
  private noticeServer(place: Place): void {
    if (place.at === 'failed' && place.fault.code === 'unreachable') {
      const { fault } = place;
      this.happened({ type: 'server', server: { known: 'no', fault } });
    } else if (this._state.server.known === 'no') {
      void this.refreshStatus();
    }
  }

  private happened(happening: Happening): void {
    if (!this._isDisposed) {
      this._state = next(this._state, happening);
      this._changed.emit(this._state);
    }
  }
}
