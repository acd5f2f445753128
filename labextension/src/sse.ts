/** One server-sent event: its kind and its data. */
export interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

/**
 * The events of a `text/event-stream` body, however its bytes are cut into chunks.
 *
 * `heard` is called for every chunk, comments that only keep the connection alive included.
 *
 * Source: https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 */
export async function* serverEvents(
  body: ReadableStream<Uint8Array>,
  heard: () => void = () => undefined,
): AsyncGenerator<ServerEvent, void, undefined> {
  const parser = new EventParser();
  const reader = body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      heard();
      yield* parser.feed(decoder.decode(value, { stream: true }));
    }
  } finally {
    // Tells the server to stop when the reader leaves early; nobody waits for its answer.
    reader.cancel().catch(() => undefined);
  }
}

class EventParser {
  private rest = '';
  private event = '';
  private data: string[] = [];

  *feed(text: string): Generator<ServerEvent, void, undefined> {
    this.rest += text;
    for (;;) {
      const line = this.nextLine();
      if (line === null) {
        return;
      }
      if (line === '') {
        yield* this.dispatch();
      } else {
        this.take(line);
      }
    }
  }

  private nextLine(): string | null {
    const end = this.rest.search(/[\r\n]/);
    // A carriage return at the very end may be half of a CRLF: wait for what follows.
    if (end < 0 || (this.rest[end] === '\r' && end + 1 === this.rest.length)) {
      return null;
    }
    const line = this.rest.slice(0, end);
    const isPair = this.rest.startsWith('\r\n', end);
    this.rest = this.rest.slice(end + (isPair ? 2 : 1));
    return line;
  }

  private take(line: string): void {
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') {
      this.event = value;
    } else if (field === 'data') {
      this.data.push(value);
    }
  }

  private *dispatch(): Generator<ServerEvent, void, undefined> {
    if (this.data.length > 0) {
      yield { event: this.event || 'message', data: this.data.join('\n') };
    }
    this.event = '';
    this.data = [];
  }
}
