import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { faultOf, type Fault } from '../failure';
import type { CardReply, CardView, ModelBadge } from '../wire.gen';
import { faultSentence, modelStatus } from '../words';
import { cardLines } from '../words.card';

/** What can be found out of the model that helps. */
export interface CardActions {
  readonly ask: (signal: AbortSignal) => Promise<CardReply>;
  /** The same, after its speed was measured. */
  readonly measure: (signal: AbortSignal) => Promise<CardReply>;
}

type Answer =
  | { readonly state: 'asking' }
  | { readonly state: 'measuring' }
  | { readonly state: 'told'; readonly card: CardView | null }
  | { readonly state: 'failed'; readonly fault: Fault };

/** What is known of the model that helps; asked for when it is shown, and takes the focus. */
export function ModelCard(props: {
  readonly id: string;
  readonly model: ModelBadge;
  readonly actions: CardActions;
  readonly onClose: () => void;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { id, model, actions, onClose, trans } = props;
  const { answer, measure } = useAnswer(actions);
  const ref = React.useRef<HTMLElement>(null);
  React.useEffect(() => {
    ref.current?.focus({ preventScroll: true });
  }, []);
  return (
    <section
      id={id}
      ref={ref}
      className="jp-Teach-card"
      role="dialog"
      aria-label={trans.__('About the model')}
      tabIndex={-1}
    >
      <div className="jp-Teach-row">
        <h3>{model.title || trans.__('About the model')}</h3>
        <button type="button" className="jp-Teach-link" onClick={onClose}>
          {trans.__('Close')}
        </button>
      </div>
      <Content
        answer={answer}
        model={model}
        onMeasure={() => {
          ref.current?.focus({ preventScroll: true });
          measure();
        }}
        trans={trans}
      />
    </section>
  );
}

function Content(props: {
  readonly answer: Answer;
  readonly model: ModelBadge;
  readonly onMeasure: () => void;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { answer, model, trans } = props;
  switch (answer.state) {
    case 'asking':
      return <p role="status">{trans.__('Looking it up…')}</p>;
    case 'measuring':
      return (
        <p role="status">
          {trans.__(
            'Measuring: the model starts, and is asked for a sentence twice. Esc ends it.',
          )}
        </p>
      );
    case 'failed':
      return <p role="alert">{faultSentence(answer.fault, trans)}</p>;
    case 'told':
      return answer.card ? (
        <>
          <p className="jp-Teach-muted">{standing(model, trans)}</p>
          <Lines card={answer.card} trans={trans} />
          {canAnswer(model) && (
            <button
              type="button"
              className="jp-Teach-button"
              onClick={props.onMeasure}
            >
              {trans.__('Measure its speed here')}
            </button>
          )}
        </>
      ) : (
        <p>
          {trans.__(
            'No model is set up: help comes from tests and analysis alone.',
          )}
        </p>
      );
  }
}

function Lines(props: {
  readonly card: CardView;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { card, trans } = props;
  return (
    <dl>
      {cardLines(card, trans).map(({ name, text }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </div>
      ))}
      <div>
        <dt>{trans._p('model card', 'Sources')}</dt>
        {card.sources.length === 0 && (
          <dd>{trans._p('model card', 'unknown')}</dd>
        )}
        {card.sources.map(({ url, year }) => (
          // As text: nothing outside of this machine is a click away.
          <dd key={url}>{`${url} (${String(year)})`}</dd>
        ))}
      </div>
    </dl>
  );
}

function standing(model: ModelBadge, trans: TranslationBundle): string {
  const word = trans.__('Model: %1', modelStatus(model.status, trans));
  return [`${word}.`, model.message, model.todo].filter(Boolean).join(' ');
}

function canAnswer({ status }: ModelBadge): boolean {
  return status !== 'missing_model' && status !== 'unavailable';
}

/** What is known of the model, and how to measure it; what is under way ends with the card. */
function useAnswer(actions: CardActions): {
  readonly answer: Answer;
  readonly measure: () => void;
} {
  const [answer, setAnswer] = React.useState<Answer>({ state: 'asking' });
  const first = React.useRef(actions.ask);
  const asking = React.useRef<AbortController | null>(null);
  const tell = React.useCallback(
    (ask: (signal: AbortSignal) => Promise<CardReply>) => {
      const { signal } = (asking.current = new AbortController());
      const told = (found: Answer) => {
        if (!signal.aborted) {
          setAnswer(found);
        }
      };
      void ask(signal).then(
        ({ card }) => {
          told({ state: 'told', card });
        },
        (thrown: unknown) => {
          told({ state: 'failed', fault: faultOf(thrown) });
        },
      );
    },
    [],
  );
  React.useEffect(() => {
    tell(first.current);
    return () => {
      asking.current?.abort();
    };
  }, [tell]);
  return {
    answer,
    measure: () => {
      setAnswer({ state: 'measuring' });
      tell(actions.measure);
    },
  };
}
