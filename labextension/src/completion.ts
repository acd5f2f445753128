import type {
  CompletionHandler,
  IInlineCompletionContext,
  IInlineCompletionItem,
  IInlineCompletionList,
  IInlineCompletionProvider,
} from '@jupyterlab/completer';
import type { Widget } from '@lumino/widgets';
import type { TeachClient } from './client';
import type { Spot } from './notebook';
import {
  isWorthAsking,
  remainder,
  type Cursor,
  type Suggestion,
} from './state/suggestion';
import type { CompleteRequest, Where } from './wire.gen';

const SETTLED_MS = 300;
/** `InlineCompletionTriggerKind.Invoke`: the learner asked, instead of a pause in typing. */
const INVOKED = 0;
const NOTHING: IInlineCompletionList = { items: [] };

/** Suggests the code at the cursor; typing along a suggestion asks nobody. */
export class TeachCompletion implements IInlineCompletionProvider {
  readonly identifier = 'jupyter-llm-teach';
  // JupyterLab's own delay would hold up a suggestion that is only typed along.
  readonly schema = { default: { debouncerDelay: 0, timeout: 15_000 } };
  private last: Suggestion | null = null;
  private pending: AbortController | null = null;

  constructor(
    readonly name: string,
    private readonly client: Pick<TeachClient, 'complete'>,
    private readonly look: (widget: Widget) => Spot | null,
    private readonly language: Where['language'],
  ) {}

  async fetch(
    request: CompletionHandler.IRequest,
    context: IInlineCompletionContext,
  ): Promise<IInlineCompletionList> {
    this.pending?.abort();
    const spot = this.look(context.widget);
    if (!spot) {
      return NOTHING;
    }
    const cursor: Cursor = {
      cellId: spot.cell_id,
      prefix: request.text.slice(0, request.offset),
      suffix: request.text.slice(request.offset),
    };
    const rest = remainder(this.last, cursor);
    if (rest !== null) {
      return items(rest);
    }
    return isWorthAsking(cursor)
      ? items(
          await this.ask(
            cursor,
            { ...spot, language: this.language },
            context.triggerKind.valueOf() === INVOKED ? 'asked' : 'typing',
          ),
        )
      : NOTHING;
  }

  private async ask(
    cursor: Cursor,
    where: Where,
    trigger: NonNullable<CompleteRequest['trigger']>,
  ): Promise<string> {
    const pending = new AbortController();
    this.pending = pending;
    if (!(await settled(pending.signal))) {
      return '';
    }
    try {
      const { prefix, suffix } = cursor;
      const request = { where, prefix, suffix, trigger };
      const reply = await this.client.complete(request, pending.signal);
      const text = reply.withheld === null ? reply.text : '';
      this.last = text ? { ...cursor, text } : null;
      return text;
    } catch {
      // A suggestion that fails is no suggestion: nobody asked for it.
      return '';
    }
  }
}

function items(insertText: string): IInlineCompletionList {
  const found: IInlineCompletionItem[] = insertText ? [{ insertText }] : [];
  return { items: found };
}

/** Whether the learner stopped typing before anything newer was asked. */
async function settled(signal: AbortSignal): Promise<boolean> {
  return new Promise(resolve => {
    const timer = setTimeout(() => {
      resolve(true);
    }, SETTLED_MS);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve(false);
    });
  });
}
