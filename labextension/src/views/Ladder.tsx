import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { Rung } from '../state/teach';
import type { RungView } from '../wire.gen';
import { costLong, costShort, rungLong, rungShort, rungState } from '../words';
import { Opens } from './Opens';

interface LadderProps {
  readonly ladder: readonly RungView[];
  /** When the server told how it stands, in milliseconds. */
  readonly seen: number;
  /** The rung that is on show or being asked for. */
  readonly current: Rung | null;
  /** The rung whose refusal is on show already. */
  readonly refused: Rung | null;
  /** What is said below already; null where nothing is. */
  readonly said: string | null;
  readonly busy: boolean;
  readonly onAsk: (rung: Rung) => void;
  readonly trans: TranslationBundle;
}

/** The steps of help by name: what was used, what is next, and why a closed one is closed. */
export function Ladder(props: LadderProps): React.JSX.Element {
  const { ladder, trans } = props;
  const id = React.useId();
  const [reached, setReached] = React.useState<Rung | null>(null);
  const closed = ladder.find(
    step =>
      step.rung === reached &&
      step.state === 'closed' &&
      step.rung !== props.refused &&
      whyClosed(step) !== props.said &&
      !props.busy,
  );
  return (
    <section className="jp-Teach-ladder" aria-label={trans.__('Hints')}>
      <ol>
        {ladder.map(step => (
          <li key={step.rung}>
            <button
              type="button"
              className="jp-Teach-rung"
              data-rung={step.rung}
              data-state={step.state}
              aria-current={step.rung === props.current ? 'step' : undefined}
              aria-disabled={props.busy}
              aria-describedby={step === closed ? id : undefined}
              aria-label={rungLabel(step, trans)}
              title={rungTitle(step, trans)}
              onFocus={() => {
                setReached(step.rung);
              }}
              onClick={() => {
                // A closed one is asked for as well: the learner may have opened it by an edit.
                if (!props.busy) {
                  props.onAsk(step.rung);
                }
              }}
            >
              <span>{rungShort(step.rung, trans)}</span>
              <small>{rungState(step.state, trans)}</small>
              {step.cost && (
                <small className="jp-Teach-cost">
                  {costShort(step.cost, trans)}
                </small>
              )}
            </button>
          </li>
        ))}
      </ol>
      <div id={id} role="status">
        {closed && <Closed step={closed} seen={props.seen} trans={trans} />}
      </div>
    </section>
  );
}

function Closed(props: {
  readonly step: RungView;
  readonly seen: number;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { step, trans } = props;
  return (
    <p className="jp-Teach-closed">
      <strong>
        {trans.__('“%1” is closed for now.', rungShort(step.rung, trans))}
      </strong>{' '}
      {whyClosed(step)}
      <Opens step={step} seen={props.seen} trans={trans} />
    </p>
  );
}

/** Why a rung is closed, and what to do. */
export function whyClosed(step: RungView): string {
  return [step.reason, step.next].filter(Boolean).join(' ');
}

function rungTitle(step: RungView, trans: TranslationBundle): string {
  const isClosed = step.state === 'closed';
  return [
    rungLong(step.rung, trans),
    costSentence(step, trans),
    isClosed ? step.reason : '',
    isClosed ? step.next : '',
  ]
    .filter(Boolean)
    .join('\n');
}

function rungLabel(step: RungView, trans: TranslationBundle): string {
  return [
    rungShort(step.rung, trans),
    rungState(step.state, trans),
    costSentence(step, trans),
  ]
    .filter(Boolean)
    .join(', ');
}

/** What a step costs, before it is taken; empty where that is nothing. */
export function costSentence(step: RungView, trans: TranslationBundle): string {
  return step.cost ? trans.__('costs %1', costLong(step.cost, trans)) : '';
}
