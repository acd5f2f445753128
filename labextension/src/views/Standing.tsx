import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { ExerciseView, OfferView } from '../wire.gen';
import { pointsWords, rungLong } from '../words';

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

/** What is said, unasked, to a learner who does not get on; the next step has its button below. */
export function Offer(props: {
  readonly offer: OfferView;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { offer, trans } = props;
  return (
    <p className="jp-Teach-offer" role="status">
      {offer.stuck
        ? trans.__('You have been at this for a while. That is normal.')
        : trans.__('You have seen all the steps that are open here.')}{' '}
      {offer.rung !== null &&
        trans.__('The next step may help: %1.', rungLong(offer.rung, trans))}
    </p>
  );
}
