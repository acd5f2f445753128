import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { Fault } from '../failure';
import { announcement } from '../state/announcement';
import {
  currentKey,
  deskOf,
  isRunning,
  type Desk,
  type Rung,
  type TeachState,
} from '../state/teach';
import type { ExerciseView, HintShown, NoteReply } from '../wire.gen';
import { DraftBook, Drafts } from './drafts';
import { Earlier } from './Earlier';
import { Empty } from './Empty';
import { Exercise } from './Exercise';
import { Facts } from './Facts';
import { Header } from './Header';
import { Help } from './Help';
import { Ladder, whyClosed } from './Ladder';
import type { CardActions } from './ModelCard';
import { nextStep, Onward, stepToOpen } from './Next';
import { HelpUsed } from './Standing';

/** What a learner can do in the panel. */
export interface Actions {
  readonly check: () => void;
  readonly hint: (rung: Rung | null) => void;
  readonly stop: () => void;
  readonly judge: (helpful: boolean) => void;
  readonly retry: () => void;
  /** Hands in words about the own work; gives what is missing, empty where nothing is. */
  readonly reflect: (text: string, rung: Rung) => Promise<string | Fault>;
  /** Records a note to the instructor; gives it with the facts attached. */
  readonly note: (text: string) => Promise<NoteReply | Fault>;
  readonly card: CardActions;
  readonly goToFirstExercise: () => void;
  readonly goToLine: (line: number) => void;
  /** Back to the notebook. */
  readonly leave: () => void;
}

interface PanelProps {
  readonly state: TeachState;
  readonly actions: Actions;
  readonly showUsage: boolean;
  /** What stands below the help for an exercise. */
  readonly children?: React.ReactNode;
  readonly trans: TranslationBundle;
}

/** The whole panel. */
export function Panel(props: PanelProps): React.JSX.Element {
  const { state, actions, trans } = props;
  const { place } = state;
  const key = currentKey(state);
  const desk = key === null ? null : deskOf(state, key);
  const [book] = React.useState(() => new DraftBook());
  const focus = useKeptFocus();
  return (
    <div
      className="jp-Teach-content"
      tabIndex={-1}
      {...focus}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          (desk && isRunning(desk.help) ? actions.stop : actions.leave)();
        }
      }}
    >
      <Header server={state.server} card={actions.card} trans={trans} />
      <div
        className="jp-Teach-body"
        data-phase={desk ? desk.help.phase : place.at}
      >
        {place.at === 'exercise' && desk ? (
          <Drafts.Provider value={{ book, exercise: key ?? '' }}>
            <AtExercise
              key={key}
              {...props}
              exercise={place.exercise}
              seen={place.seen}
              desk={desk}
            />
          </Drafts.Provider>
        ) : (
          place.at !== 'exercise' && (
            <Empty
              place={place}
              onJump={actions.goToFirstExercise}
              onRetry={actions.retry}
              trans={trans}
            />
          )
        )}
      </div>
      <Footer trans={trans} />
      <div className="jp-Teach-spoken" role="status" aria-live="polite">
        {desk ? announcement(desk, trans) : ''}
      </div>
    </div>
  );
}

/** Keeps the keyboard in the panel when the button that had the focus goes away. */
function useKeptFocus(): Pick<
  React.ComponentProps<'div'>,
  'ref' | 'onFocus' | 'onBlur'
> {
  const ref = React.useRef<HTMLDivElement>(null);
  const inside = React.useRef(false);
  React.useEffect(() => {
    const { activeElement } = document;
    // A removed element leaves no blur event behind: the focus falls back to the page.
    const isLost = inside.current && activeElement === document.body;
    // The panel can be asked for before its content was fetched.
    const isDue = activeElement === ref.current?.parentElement;
    if (isLost || isDue) {
      ref.current?.focus({ preventScroll: true });
    }
  });
  return {
    ref,
    onFocus: () => {
      inside.current = true;
    },
    onBlur: () => {
      inside.current = false;
    },
  };
}

function AtExercise(
  props: PanelProps & {
    readonly exercise: ExerciseView;
    readonly seen: number;
    readonly desk: Desk;
  },
): React.JSX.Element {
  const { exercise, seen, desk, actions, trans } = props;
  const busy = isRunning(desk.help);
  const toOpen = stepToOpen(exercise, desk);
  return (
    <>
      <Exercise
        exercise={exercise}
        card={desk.card}
        stale={desk.stale}
        busy={busy}
        onCheck={actions.check}
        trans={trans}
      />
      {desk.card && (
        <Facts card={desk.card} onGoToLine={actions.goToLine} trans={trans} />
      )}
      <Ladder
        ladder={exercise.ladder}
        seen={seen}
        current={rungOnShow(desk, exercise)}
        refused={desk.help.phase === 'withheld' ? desk.help.refusal.rung : null}
        said={toOpen && whyClosed(toOpen)}
        busy={busy}
        onAsk={actions.hint}
        trans={trans}
      />
      <HelpUsed exercise={exercise} trans={trans} />
      <Help
        help={desk.help}
        exercise={exercise}
        seen={seen}
        showUsage={props.showUsage}
        onStop={actions.stop}
        onJudge={actions.judge}
        onRetry={actions.retry}
        onAsk={actions.hint}
        onReflect={actions.reflect}
        trans={trans}
      />
      <Onward
        exercise={exercise}
        toOpen={toOpen}
        seen={seen}
        busy={busy}
        onAsk={actions.hint}
        onReflect={actions.reflect}
        onNote={actions.note}
        trans={trans}
      />
      <Earlier
        shown={exercise.shown}
        except={hintOnShow(desk)?.text ?? null}
        trans={trans}
      />
      {props.children}
    </>
  );
}

function Footer(props: {
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { trans } = props;
  return (
    <p
      className="jp-Teach-footer"
      title={trans.__(
        'On your own machine you can change these limits yourself. They are an agreement, not a lock.',
      )}
    >
      {trans.__(
        'Facts come from tests. Hints marked AI are phrased by a model and can be wrong.',
      )}
    </p>
  );
}

function hintOnShow({ help }: Desk): HintShown | null {
  switch (help.phase) {
    case 'shown':
      return help.hint;
    case 'checking':
      return help.kept?.hint ?? null;
    default:
      return null;
  }
}

function rungOnShow(desk: Desk, exercise: ExerciseView): Rung | null {
  switch (desk.help.phase) {
    case 'asking':
      return desk.help.rung ?? nextStep(exercise)?.rung ?? null;
    default:
      return hintOnShow(desk)?.rung ?? null;
  }
}
