import { TeachError } from './failure';
import type { AskEvent, HintEvent } from './wire.gen';

/** Time for the server to notice that a connection is gone. */
const PAUSE_MS = 300;
const LAST: readonly (HintEvent | AskEvent)['event'][] = [
  'hint',
  'withheld',
  'answered',
  'unanswered',
  'failure',
];

/**
 * The events of a hint or an answer; asked for once more where the connection is lost before the last one.
 *
 * `stream` sends the same request each time, so that what was answered already comes again.
 */
export async function* resumed<Event extends HintEvent | AskEvent>(
  stream: () => AsyncGenerator<Event>,
  signal: AbortSignal,
): AsyncGenerator<Event> {
  let isWhole = false;
  try {
    for await (const event of stream()) {
      isWhole = LAST.includes(event.event);
      yield event;
    }
  } catch (thrown) {
    const isLost =
      thrown instanceof TeachError && thrown.fault.code === 'stream_ended';
    if (!isLost || signal.aborted) {
      throw thrown;
    }
  }
  if (!isWhole) {
    await new Promise(resolve => setTimeout(resolve, PAUSE_MS));
    yield* stream();
  }
}
