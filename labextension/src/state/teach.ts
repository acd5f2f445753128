import type { Fault } from '../failure';
import type {
  CheckEvent,
  ExerciseView,
  FactCard,
  HintEvent,
  HintShown,
  ProgressEvent,
  RungView,
  Status,
  Withheld,
} from '../wire.gen';

/** A step of the ladder. */
export type Rung = RungView['rung'];
type Stage = ProgressEvent['stage'];

/** What is known of the server side. */
export type Server =
  | { readonly known: 'asking' }
  | { readonly known: 'yes'; readonly status: Status }
  | { readonly known: 'no'; readonly fault: Fault };

/** Where the cursor is. */
export type Place =
  | { readonly at: 'nowhere' }
  | { readonly at: 'looking'; readonly path: string }
  | {
      readonly at: 'outside';
      readonly path: string;
      readonly exercises: number;
      /** The id of the first cell to answer in. */
      readonly firstAnswer: string | null;
    }
  | {
      readonly at: 'exercise';
      readonly path: string;
      readonly exercise: ExerciseView;
      /** When the server told how the ladder stands, in milliseconds. */
      readonly seen: number;
    }
  | { readonly at: 'failed'; readonly path: string; readonly fault: Fault };

/** A hint on show, and what the learner thought of it. */
interface Shown {
  readonly phase: 'shown';
  readonly hint: HintShown;
  readonly helpful: boolean | null;
  /** Whether something newer than the hint was announced. */
  readonly heard: boolean;
}

/** What a learner asked for. */
type Tried =
  | { readonly what: 'check' }
  | { readonly what: 'hint'; readonly rung: Rung | null };

/** How far the help for an exercise is. */
export type Help =
  | { readonly phase: 'rest' }
  | {
      readonly phase: 'checking';
      readonly stage: Stage;
      readonly place?: number;
      /** The hint that stays on show meanwhile. */
      readonly kept: Shown | null;
    }
  | {
      readonly phase: 'asking';
      readonly rung: Rung | null;
      readonly stage: Stage;
      readonly place?: number;
      readonly text: string;
    }
  | Shown
  | { readonly phase: 'withheld'; readonly refusal: Withheld }
  /** What was withheld has opened meanwhile. */
  | { readonly phase: 'opened'; readonly rung: Rung }
  | { readonly phase: 'stopped' }
  | {
      readonly phase: 'failed';
      readonly fault: Fault;
      /** What to do when it is tried again; null where nothing was under way. */
      readonly tried: Tried | null;
    };

/** What the learner sees of an exercise besides the exercise itself. */
export interface Desk {
  readonly card: FactCard | null;
  /** Whether the answer was changed since the card. */
  readonly stale: boolean;
  readonly help: Help;
}

/** Everything the views show. */
export interface TeachState {
  readonly server: Server;
  readonly place: Place;
  readonly desks: Readonly<Record<string, Desk>>;
}

/** Something that happened. */
export type Happening =
  | { readonly type: 'server'; readonly server: Server }
  | { readonly type: 'moved'; readonly place: Place }
  | { readonly type: 'checking'; readonly key: string }
  | {
      readonly type: 'asking';
      readonly key: string;
      readonly rung: Rung | null;
    }
  | {
      readonly type: 'event';
      readonly key: string;
      readonly event: CheckEvent | HintEvent;
      /** When it came, in milliseconds. */
      readonly at: number;
    }
  | { readonly type: 'ended'; readonly key: string }
  | { readonly type: 'stopped'; readonly key: string }
  | { readonly type: 'failed'; readonly key: string; readonly fault: Fault }
  | {
      readonly type: 'edited';
      readonly key: string;
      readonly stale: boolean;
    }
  | {
      readonly type: 'judged';
      readonly key: string;
      readonly helpful: boolean;
    };

export const START: TeachState = {
  server: { known: 'asking' },
  place: { at: 'nowhere' },
  desks: {},
};

const EMPTY_DESK: Desk = {
  card: null,
  stale: false,
  help: { phase: 'rest' },
};

/** The name of an exercise among all open notebooks. */
export function keyOf(path: string, exercise: string): string {
  return `${path}#${exercise}`;
}

/** The name of the exercise at the cursor; null where there is none. */
export function currentKey(state: TeachState): string | null {
  return state.place.at === 'exercise'
    ? keyOf(state.place.path, state.place.exercise.id)
    : null;
}

/** What is shown of an exercise. */
export function deskOf(state: TeachState, key: string): Desk {
  return state.desks[key] ?? EMPTY_DESK;
}

/** Whether an answer is under way. */
export function isRunning(help: Help): boolean {
  return help.phase === 'checking' || help.phase === 'asking';
}

/** The state after something happened. */
export function next(state: TeachState, happening: Happening): TeachState {
  switch (happening.type) {
    case 'server':
      return { ...state, server: happening.server };
    case 'moved':
      return afterMove(state, happening.place);
    case 'event':
      return afterEvent(state, happening);
    default: {
      const { key } = happening;
      const desk = deskAfter(deskOf(state, key), happening);
      return { ...state, desks: { ...state.desks, [key]: desk } };
    }
  }
}

function afterMove(state: TeachState, place: Place): TeachState {
  const moved = { ...state, place };
  const key = currentKey(moved);
  if (key === null || place.at !== 'exercise') {
    return moved;
  }
  const desk = deskOf(state, key);
  if (desk.help.phase !== 'withheld') {
    return moved;
  }
  const help = afterRefusal(desk.help.refusal, place.exercise.ladder);
  return { ...moved, desks: { ...state.desks, [key]: { ...desk, help } } };
}

/** What is shown of a refusal, now that the ladder stands so: it may have opened its rung. */
function afterRefusal(refusal: Withheld, ladder: readonly RungView[]): Help {
  const step = ladder.find(each => each.rung === refusal.rung);
  if (!step || step.code === refusal.code) {
    return { phase: 'withheld', refusal };
  }
  const { rung, code, reason, next: todo } = step;
  return code === ''
    ? { phase: 'opened', rung }
    : { phase: 'withheld', refusal: { ...refusal, code, reason, next: todo } };
}

type DeskHappening = Exclude<
  Happening,
  { type: 'server' } | { type: 'moved' } | { type: 'event' }
>;

function deskAfter(desk: Desk, happening: DeskHappening): Desk {
  switch (happening.type) {
    case 'checking':
      return {
        ...desk,
        help: { phase: 'checking', stage: 'testing', kept: keptIn(desk.help) },
      };
    case 'asking':
      return {
        ...desk,
        help: {
          phase: 'asking',
          rung: happening.rung,
          stage: 'testing',
          text: '',
        },
      };
    case 'ended':
      // A stream that ends without its last event was cut off.
      return isRunning(desk.help)
        ? failedDesk(desk, { code: 'stream_ended', message: '', todo: '' })
        : desk;
    case 'stopped':
      return isRunning(desk.help)
        ? { ...desk, help: { phase: 'stopped' } }
        : desk;
    case 'failed':
      return failedDesk(desk, happening.fault);
    case 'edited':
      return { ...desk, stale: desk.card !== null && happening.stale };
    case 'judged':
      return desk.help.phase === 'shown'
        ? { ...desk, help: { ...desk.help, helpful: happening.helpful } }
        : desk;
  }
}

function failedDesk(desk: Desk, fault: Fault): Desk {
  return {
    ...desk,
    help: { phase: 'failed', fault, tried: triedIn(desk.help) },
  };
}

function triedIn(help: Help): Tried | null {
  switch (help.phase) {
    case 'checking':
      return { what: 'check' };
    case 'asking':
      return { what: 'hint', rung: help.rung };
    default:
      return null;
  }
}

type Came = Extract<Happening, { type: 'event' }>;

function afterEvent(state: TeachState, came: Came): TeachState {
  const { key, event } = came;
  const desk = deskAfterEvent(deskOf(state, key), event);
  return {
    ...state,
    desks: { ...state.desks, [key]: desk },
    place: placeAfterEvent(state, came),
  };
}

function deskAfterEvent(desk: Desk, event: CheckEvent | HintEvent): Desk {
  switch (event.event) {
    case 'facts':
      return { ...desk, card: event.card, stale: false };
    case 'progress':
      return isRunning(desk.help)
        ? {
            ...desk,
            help: {
              ...desk.help,
              stage: event.stage,
              place: event.place,
            } as Help,
          }
        : desk;
    case 'piece':
      return desk.help.phase === 'asking'
        ? {
            ...desk,
            help: { ...desk.help, text: joined(desk.help.text, event.text) },
          }
        : desk;
    case 'hint':
      return {
        ...desk,
        help: { phase: 'shown', hint: event, helpful: null, heard: false },
      };
    case 'withheld':
      return { ...desk, help: afterRefusal(event, event.ladder) };
    case 'checked':
      return { ...desk, help: atRest(desk.help) };
    case 'failure':
      return failedDesk(desk, event);
  }
}

function atRest(help: Help): Help {
  const kept = keptIn(help);
  return kept ? { ...kept, heard: true } : { phase: 'rest' };
}

function keptIn(help: Help): Shown | null {
  if (help.phase === 'checking') {
    return help.kept;
  }
  return help.phase === 'shown' ? help : null;
}

function joined(before: string, piece: string): string {
  return before && !/\s$/.test(before) && !/^\s/.test(piece)
    ? `${before} ${piece}`
    : before + piece;
}

function placeAfterEvent(state: TeachState, came: Came): Place {
  const { key, event, at } = came;
  const { place } = state;
  if (
    place.at !== 'exercise' ||
    currentKey(state) !== key ||
    !('ladder' in event)
  ) {
    return place;
  }
  const { exercise } = place;
  const shown =
    event.event === 'hint' ? withHint(exercise.shown, event) : exercise.shown;
  const { ladder, standing } = event;
  return {
    ...place,
    exercise: { ...exercise, ladder, standing, shown },
    seen: at,
  };
}

function withHint(
  shown: ExerciseView['shown'],
  hint: HintShown,
): ExerciseView['shown'] {
  const others = shown.filter(
    each => each.rung !== hint.rung || each.text !== hint.text,
  );
  return [...others, { rung: hint.rung, text: hint.text }];
}
