import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { Fault } from '../failure';
import type { Desk, Rung } from '../state/teach';
import type { ExerciseView, NoteReply, RungView } from '../wire.gen';
import { rungLong } from '../words';
import { costSentence, whyClosed } from './Ladder';
import { Note } from './Note';
import { Opens } from './Opens';
import { Reflection } from './Reflection';
import { Offer } from './Standing';

/** The step that "help" gives now. */
export function nextStep(exercise: ExerciseView): RungView | undefined {
  return exercise.ladder.find(step => step.state === 'next');
}

/** Where there is no next hint: the step that is to open; null where that was said already. */
export function stepToOpen(
  exercise: ExerciseView,
  desk: Desk,
): RungView | null {
  const step = exercise.ladder.find(each => each.state === 'closed');
  const { phase } = desk.help;
  const isClear =
    phase === 'withheld' || phase === 'opened' || phase === 'asking';
  return nextStep(exercise) || !step || isClear ? null : step;
}

interface NextProps {
  readonly exercise: ExerciseView;
  readonly toOpen: RungView | null;
  readonly seen: number;
  readonly busy: boolean;
  readonly onAsk: (rung: Rung | null) => void;
  readonly onReflect: (text: string, rung: Rung) => Promise<string | Fault>;
  readonly trans: TranslationBundle;
}

/** The way on: the next hint, and for who does not get on what is offered besides. */
export function Onward(
  props: NextProps & {
    readonly onNote: (text: string) => Promise<NoteReply | Fault>;
  },
): React.JSX.Element {
  const { exercise, trans } = props;
  const { offer } = exercise.standing;
  return (
    <>
      {offer && <Offer offer={offer} trans={trans} />}
      <Next {...props} />
      {offer?.instructor && (
        <Note
          key={exercise.id}
          instructor={offer.instructor}
          onNote={props.onNote}
          trans={trans}
        />
      )}
    </>
  );
}

/** The next hint and what it costs; where there is none, what opens it. */
export function Next(props: NextProps): React.JSX.Element | null {
  const { toOpen, trans } = props;
  const step = nextStep(props.exercise);
  if (step) {
    return (
      <div className="jp-Teach-row jp-Teach-start">
        <button
          type="button"
          className="jp-Teach-button jp-mod-main"
          aria-disabled={props.busy}
          onClick={() => {
            if (!props.busy) {
              props.onAsk(null);
            }
          }}
        >
          {trans.__('Next hint: %1', rungLong(step.rung, trans))}
        </button>
        {step.cost && (
          <span className="jp-Teach-muted">{costSentence(step, trans)}</span>
        )}
      </div>
    );
  }
  if (!toOpen) {
    return null;
  }
  return (
    <div className="jp-Teach-shut">
      <p className="jp-Teach-muted">
        {whyClosed(toOpen)}
        <Opens step={toOpen} seen={props.seen} trans={trans} />
      </p>
      {toOpen.code === 'reflect_first' && (
        <Reflection
          onWrite={text => props.onReflect(text, toOpen.rung)}
          trans={trans}
        />
      )}
    </div>
  );
}
