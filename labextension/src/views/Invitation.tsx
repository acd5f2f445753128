import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { Fault } from '../failure';
import type { Rung } from '../state/teach';
import type { ExerciseView, Withheld } from '../wire.gen';
import { rungShort } from '../words';
import { Opens } from './Opens';
import { Reflection } from './Reflection';

/** Why a rung is not given now, when it opens, and what to do until then. */
export function Invitation(props: {
  readonly refusal: Withheld;
  readonly exercise: ExerciseView;
  readonly seen: number;
  readonly onReflect: (text: string, rung: Rung) => Promise<string | Fault>;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { refusal, trans } = props;
  const step = props.exercise.ladder.find(each => each.rung === refusal.rung);
  return (
    <section
      className="jp-Teach-invitation"
      data-reason={refusal.code}
      aria-label={trans.__('Not yet: %1', rungShort(refusal.rung, trans))}
    >
      <strong>{refusal.reason}</strong>
      <p>
        {refusal.next}
        {step && <Opens step={step} seen={props.seen} trans={trans} />}
      </p>
      {refusal.code === 'reflect_first' && (
        <Reflection
          onWrite={text => props.onReflect(text, refusal.rung)}
          trans={trans}
        />
      )}
    </section>
  );
}

/** A rung that was withheld has opened meanwhile; the next one has its button below. */
export function Opened(props: {
  readonly rung: Rung;
  readonly exercise: ExerciseView;
  readonly onAsk: (rung: Rung) => void;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { rung, trans } = props;
  const step = props.exercise.ladder.find(each => each.rung === rung);
  return (
    <section className="jp-Teach-invitation jp-Teach-opened">
      <strong>{trans.__('“%1” is open now.', rungShort(rung, trans))}</strong>
      {step?.state !== 'next' && (
        <p>
          <button
            type="button"
            className="jp-Teach-button"
            onClick={() => {
              props.onAsk(rung);
            }}
          >
            {trans.__('Show it')}
          </button>
        </p>
      )}
    </section>
  );
}
