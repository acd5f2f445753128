import type { Fault } from '../failure';
import type {
  AskEvent,
  ConversationReply,
  ProgressEvent,
  QuestionAnswered,
  QuestionsClosed,
  TurnView,
} from '../wire.gen';

/** A question and what was shown for it; `answer` where it was answered since the panel opened. */
export type Turn = TurnView & { readonly answer: QuestionAnswered | null };

/** How far the answer to the last question is. */
export type Asking =
  | { readonly phase: 'rest' }
  | {
      readonly phase: 'waiting';
      readonly question: string;
      readonly stage: ProgressEvent['stage'];
      readonly place?: number;
      readonly text: string;
    }
  | { readonly phase: 'stopped' }
  | { readonly phase: 'failed'; readonly fault: Fault };

/** The conversation about an exercise. */
export interface Talk {
  readonly loaded: 'no' | 'yes' | 'failed';
  readonly turns: readonly Turn[];
  /** Why no question is answered now; null where questions are. */
  readonly closed: QuestionsClosed | null;
  /** The most characters of a question. */
  readonly longest: number;
  /** What the learner is writing. */
  readonly draft: string;
  readonly asking: Asking;
}

/** Something that happened to a conversation. */
export type TalkHappening =
  | { readonly type: 'loaded'; readonly reply: ConversationReply }
  | { readonly type: 'unknown' }
  | { readonly type: 'written'; readonly draft: string }
  | { readonly type: 'asked'; readonly question: string }
  | { readonly type: 'event'; readonly event: AskEvent }
  | { readonly type: 'stopped' }
  | { readonly type: 'failed'; readonly fault: Fault };

export const SILENT: Talk = {
  loaded: 'no',
  turns: [],
  closed: null,
  longest: 2000,
  draft: '',
  asking: { phase: 'rest' },
};

/** The conversation after something happened to it. */
export function heard(talk: Talk, happening: TalkHappening): Talk {
  switch (happening.type) {
    case 'loaded':
      return withReply(talk, happening.reply);
    case 'unknown':
      return talk.loaded === 'yes' ? talk : { ...talk, loaded: 'failed' };
    case 'written':
      return { ...talk, draft: happening.draft };
    case 'asked':
      return {
        ...talk,
        draft: '',
        asking: {
          phase: 'waiting',
          question: happening.question,
          stage: 'testing',
          text: '',
        },
      };
    case 'event':
      return talk.asking.phase === 'waiting'
        ? afterEvent(talk, talk.asking, happening.event)
        : talk;
    case 'stopped':
      return giveBack(talk, { phase: 'stopped' });
    case 'failed':
      return giveBack(talk, { phase: 'failed', fault: happening.fault });
  }
}

function withReply(talk: Talk, reply: ConversationReply): Talk {
  // What is known of an answer beyond its text stays known.
  const answers = new Map(talk.turns.map(turn => [turn.text, turn.answer]));
  return {
    ...talk,
    loaded: 'yes',
    closed: reply.closed,
    longest: reply.longest,
    turns: reply.turns.map(turn => ({
      ...turn,
      answer: answers.get(turn.text) ?? null,
    })),
  };
}

function afterEvent(
  talk: Talk,
  asking: Asking & { phase: 'waiting' },
  event: AskEvent,
): Talk {
  switch (event.event) {
    case 'facts':
      return talk;
    case 'progress':
      return {
        ...talk,
        asking: { ...asking, stage: event.stage, place: event.place },
      };
    case 'piece': {
      const text = [asking.text, event.text].filter(Boolean).join(' ');
      return { ...talk, asking: { ...asking, text } };
    }
    case 'answered': {
      const { text, source } = event;
      const turn = { question: asking.question, text, source, answer: event };
      return {
        ...talk,
        turns: [...talk.turns, turn],
        asking: { phase: 'rest' },
      };
    }
    case 'unanswered':
      return giveBack({ ...talk, closed: event.closed }, { phase: 'rest' });
    case 'failure':
      return giveBack(talk, { phase: 'failed', fault: event });
  }
}

/** A question that got no answer goes back into the box, unless another is being written. */
function giveBack(talk: Talk, asking: Asking): Talk {
  const question = talk.asking.phase === 'waiting' ? talk.asking.question : '';
  return { ...talk, draft: talk.draft || question, asking };
}
