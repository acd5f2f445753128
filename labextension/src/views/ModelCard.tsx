import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { faultOf, type Fault } from '../failure';
import type { CardReply, CardView, ModelBadge } from '../wire.gen';
import { faultSentence, modelStatus } from '../words';
import { cardLines } from '../words.card';

/** Asks what is known of the model that helps. */
export type AskCard = (signal: AbortSignal) => Promise<CardReply>;

type Answer =
  | { readonly state: 'asking' }
  | { readonly state: 'told'; readonly card: CardView | null }
  | { readonly state: 'failed'; readonly fault: Fault };

/** What is known of the model that helps; asked for when it is shown, and takes the focus. */
export function ModelCard(props: {
  readonly id: string;
  readonly model: ModelBadge;
  readonly onAsk: AskCard;
  readonly onClose: () => void;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { id, model, onAsk, onClose, trans } = props;
  const answer = useAnswer(onAsk);
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
      <Content answer={answer} model={model} trans={trans} />
    </section>
  );
}

function Content(props: {
  readonly answer: Answer;
  readonly model: ModelBadge;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { answer, model, trans } = props;
  switch (answer.state) {
    case 'asking':
      return <p role="status">{trans.__('Looking it up…')}</p>;
    case 'failed':
      return <p role="alert">{faultSentence(answer.fault, trans)}</p>;
    case 'told':
      return answer.card ? (
        <>
          <p className="jp-Teach-muted">{standing(model, trans)}</p>
          <Lines card={answer.card} trans={trans} />
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

function useAnswer(onAsk: AskCard): Answer {
  const [answer, setAnswer] = React.useState<Answer>({ state: 'asking' });
  const ask = React.useRef(onAsk);
  React.useEffect(() => {
    const asking = new AbortController();
    const told = (found: Answer) => {
      if (!asking.signal.aborted) {
        setAnswer(found);
      }
    };
    void ask.current(asking.signal).then(
      ({ card }) => {
        told({ state: 'told', card });
      },
      (thrown: unknown) => {
        told({ state: 'failed', fault: faultOf(thrown) });
      },
    );
    return () => {
      asking.abort();
    };
  }, []);
  return answer;
}
