import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { Fault } from '../failure';
import type { Rung } from '../state/teach';
import type { ExerciseView, NoteReply, OfferView } from '../wire.gen';
import { pointsWords, rungLong } from '../words';
import { Note } from './Note';

/** The help that was used so far, reported and never applied. */
export function HelpUsed(props: {
  readonly exercise: ExerciseView;
  readonly trans: TranslationBundle;
}): React.JSX.Element | null {
  const { trans } = props;
  const { hints, cost } = props.exercise.standing;
  if (hints === 0) {
    return null;
  }
  const used = trans._n('Help used: %1 hint', 'Help used: %1 hints', hints);
  return (
    <p
      className="jp-Teach-used jp-Teach-muted"
      title={trans.__(
        'Told to you and your instructor. Teach takes nothing off a result.',
      )}
    >
      {cost > 0 ? `${used} · ${pointsWords(cost, trans)}` : used}
    </p>
  );
}

/** What is offered to a learner who does not get on: the next rung, and the instructor. */
export function Offer(props: {
  readonly offer: OfferView;
  readonly busy: boolean;
  readonly onAsk: (rung: Rung) => void;
  readonly onNote: (text: string) => Promise<NoteReply | Fault>;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { offer, trans } = props;
  const { rung } = offer;
  return (
    <section
      className="jp-Teach-offer"
      aria-label={trans.__('If you are stuck')}
    >
      <p>
        {offer.stuck
          ? trans.__('You have been at this for a while. That is normal.')
          : trans.__('You have seen all the steps that are open here.')}{' '}
        {rung !== null &&
          trans.__('The next step may help: %1.', rungLong(rung, trans))}
      </p>
      <div className="jp-Teach-row jp-Teach-start">
        {rung !== null && (
          <button
            type="button"
            className="jp-Teach-button"
            aria-disabled={props.busy}
            onClick={() => {
              if (!props.busy) {
                props.onAsk(rung);
              }
            }}
          >
            {trans.__('Take the next step')}
          </button>
        )}
      </div>
      {offer.instructor && (
        <Note
          instructor={offer.instructor}
          onNote={props.onNote}
          trans={trans}
        />
      )}
    </section>
  );
}
