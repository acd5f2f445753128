import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import { fault, TeachError } from './failure';
import { serverEvents } from './sse';
import type {
  AskEvent,
  AskRequest,
  CardReply,
  CheckEvent,
  CompleteReply,
  CompleteRequest,
  ConversationReply,
  CostsReply,
  ExerciseReply,
  Failure,
  FeedbackRequest,
  HintEvent,
  HintRequest,
  NoteReply,
  NoteRequest,
  ReflectReply,
  ReflectRequest,
  Status,
  Where,
} from './wire.gen';

const DEADLINE_MS = 20_000;
/** A model is started, and asked twice. */
const MEASURING_MS = 200_000;
/** The server sends a comment every 10 s while it works. */
const SILENCE_MS = 60_000;

/** The server side, as the browser sees it; the only place that fetches. */
export class TeachClient {
  constructor(
    private readonly settings: ServerConnection.ISettings = ServerConnection.makeSettings(),
  ) {}

  async status(signal: AbortSignal): Promise<Status> {
    return this.json<Status>('GET', 'status', null, signal);
  }

  async exercise(where: Where, signal: AbortSignal): Promise<ExerciseReply> {
    return this.json<ExerciseReply>('POST', 'exercise', where, signal);
  }

  async complete(
    request: CompleteRequest,
    signal: AbortSignal,
  ): Promise<CompleteReply> {
    return this.json<CompleteReply>('POST', 'complete', request, signal);
  }

  async feedback(request: FeedbackRequest, signal: AbortSignal): Promise<void> {
    await this.send('POST', 'feedback', request, within(signal, DEADLINE_MS));
  }

  async reflect(
    request: ReflectRequest,
    signal: AbortSignal,
  ): Promise<ReflectReply> {
    return this.json<ReflectReply>('POST', 'reflect', request, signal);
  }

  async note(request: NoteRequest, signal: AbortSignal): Promise<NoteReply> {
    return this.json<NoteReply>('POST', 'note', request, signal);
  }

  check(where: Where, signal: AbortSignal): AsyncGenerator<CheckEvent> {
    return this.stream<CheckEvent>('check', where, signal);
  }

  async conversation(
    where: Where,
    signal: AbortSignal,
  ): Promise<ConversationReply> {
    return this.json<ConversationReply>('POST', 'conversation', where, signal);
  }

  async costs(where: Where, signal: AbortSignal): Promise<CostsReply> {
    return this.json<CostsReply>('POST', 'costs', where, signal);
  }

  async card(signal: AbortSignal): Promise<CardReply> {
    return this.json<CardReply>('GET', 'card', null, signal);
  }

  /** The same, after the model's speed was measured; it may have to start first. */
  async measure(signal: AbortSignal): Promise<CardReply> {
    return this.json<CardReply>('POST', 'measure', {}, signal, MEASURING_MS);
  }

  ask(request: AskRequest, signal: AbortSignal): AsyncGenerator<AskEvent> {
    return this.stream<AskEvent>('ask', request, signal);
  }

  hint(request: HintRequest, signal: AbortSignal): AsyncGenerator<HintEvent> {
    return this.stream<HintEvent>('hint', request, signal);
  }

  private async json<T>(
    method: string,
    name: string,
    body: object | null,
    signal: AbortSignal,
    deadline = DEADLINE_MS,
  ): Promise<T> {
    const limited = within(signal, deadline);
    const response = await this.send(method, name, body, limited);
    try {
      return (await response.json()) as T;
    } catch {
      throw new TeachError(fault(reasonOf(limited, 'bad_reply')));
    }
  }

  private async *stream<T extends { event: string }>(
    name: string,
    body: object,
    signal: AbortSignal,
  ): AsyncGenerator<T, void, undefined> {
    const silence = new Silence(SILENCE_MS);
    const limited = AbortSignal.any([signal, silence.signal]);
    try {
      const response = await this.send('POST', name, body, limited);
      if (!response.body) {
        throw new TeachError(fault('bad_reply'));
      }
      const heard = () => {
        silence.broken();
      };
      for await (const { data } of serverEvents(response.body, heard)) {
        yield JSON.parse(data) as T;
      }
    } catch (thrown) {
      throw thrown instanceof TeachError
        ? thrown
        : new TeachError(
            fault(silence.signal.aborted ? 'deadline' : 'stream_ended'),
          );
    } finally {
      silence.end();
    }
  }

  private async send(
    method: string,
    name: string,
    body: object | null,
    signal: AbortSignal,
  ): Promise<Response> {
    const url = URLExt.join(this.settings.baseUrl, 'llm-teach', name);
    const init: RequestInit = { method, signal };
    if (body) {
      init.body = JSON.stringify(body);
    }
    let response: Response;
    try {
      response = await ServerConnection.makeRequest(url, init, this.settings);
    } catch {
      throw new TeachError(fault(reasonOf(signal, 'unreachable')));
    }
    if (!response.ok) {
      throw await refusal(response);
    }
    return response;
  }
}

function within(signal: AbortSignal, ms: number): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(ms)]);
}

function reasonOf(signal: AbortSignal, otherwise: string): string {
  const reason: unknown = signal.reason;
  const isTimeout =
    reason instanceof DOMException && reason.name === 'TimeoutError';
  return isTimeout ? 'deadline' : otherwise;
}

async function refusal(response: Response): Promise<TeachError> {
  const body = (await response
    .json()
    .catch(() => null)) as Partial<Failure> | null;
  if (typeof body?.code === 'string') {
    return new TeachError({
      code: body.code,
      message: body.message ?? '',
      todo: body.todo ?? '',
    });
  }
  const codes: Record<number, string> = {
    401: 'signed_out',
    403: 'signed_out',
    404: 'not_installed',
    413: 'notebook_too_large',
  };
  return new TeachError(fault(codes[response.status] ?? 'server_error'));
}

/** Ends a stream that says nothing for too long. */
class Silence {
  private readonly controller = new AbortController();
  private timer: ReturnType<typeof setTimeout>;

  constructor(private readonly ms: number) {
    this.timer = this.start();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  broken(): void {
    clearTimeout(this.timer);
    this.timer = this.start();
  }

  end(): void {
    clearTimeout(this.timer);
  }

  private start(): ReturnType<typeof setTimeout> {
    return setTimeout(() => {
      this.controller.abort();
    }, this.ms);
  }
}
