import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { Asking, Talk, Turn } from '../state/talk';
import type { Server } from '../state/teach';
import { faultSentence, stageSentence } from '../words';
import { answerLabel, answerSentence, whereQuestionsGo } from '../words.ask';
import { usageLabel, usageSentence } from '../words.cost';
import { Markdown } from './Markdown';
import { Notice } from './Notice';

const SHOWN_TURNS = 2;

/** What a learner can do with questions. */
export interface AskActions {
  readonly write: (draft: string) => void;
  readonly ask: () => void;
  readonly stop: () => void;
  readonly load: () => void;
}

interface AskProps {
  readonly talk: Talk;
  readonly server: Server;
  readonly actions: AskActions;
  readonly trans: TranslationBundle;
}

/** Free questions about the exercise: the conversation so far, and a box to ask in. */
export function Ask(props: AskProps): React.JSX.Element {
  const { talk, actions, trans } = props;
  const { asking, closed } = talk;
  const old = talk.turns.slice(0, -SHOWN_TURNS);
  const ref = useNewsInSight(talk);
  return (
    <section
      ref={ref}
      className="jp-Teach-ask"
      data-phase={asking.phase}
      aria-labelledby="jp-Teach-ask-title"
      onKeyDown={event => {
        if (event.key === 'Escape' && asking.phase === 'waiting') {
          event.stopPropagation();
          actions.stop();
        }
      }}
    >
      <h4 id="jp-Teach-ask-title">{trans.__('Your questions')}</h4>
      {old.length > 0 && (
        <details className="jp-Teach-earlier">
          <summary>
            {trans._n(
              '%1 earlier question',
              '%1 earlier questions',
              old.length,
            )}
          </summary>
          <Turns turns={old} trans={trans} />
        </details>
      )}
      <Turns turns={talk.turns.slice(-SHOWN_TURNS)} trans={trans} />
      <Progress {...props} asking={asking} />
      {closed ? (
        <div className="jp-Teach-invitation" data-reason={closed.code}>
          <strong>{closed.reason}</strong>
          <p>{closed.next}</p>
        </div>
      ) : (
        <Box {...props} />
      )}
      <div className="jp-Teach-spoken" role="status" aria-live="polite">
        {spoken(talk, trans)}
      </div>
    </section>
  );
}

/** Keeps the end of the conversation in sight when something new is written there. */
function useNewsInSight({ asking, turns }: Talk): React.Ref<HTMLElement> {
  const ref = React.useRef<HTMLElement>(null);
  const news = asking.phase !== 'rest' || Boolean(turns.at(-1)?.answer);
  React.useEffect(() => {
    if (news) {
      ref.current?.scrollIntoView({ block: 'end' });
    }
  }, [news, asking.phase, turns.length]);
  return ref;
}

function Turns(props: {
  readonly turns: readonly Turn[];
  readonly trans: TranslationBundle;
}): React.JSX.Element | null {
  const { turns, trans } = props;
  if (turns.length === 0) {
    return null;
  }
  return (
    <ol className="jp-Teach-turns">
      {turns.map((turn, index) => (
        <li key={index}>
          <Question text={turn.question} trans={trans} />
          <div className="jp-Teach-hint" data-source={turn.source}>
            <Markdown text={turn.text} />
            {turn.answer?.warning && (
              <p className="jp-Teach-budget">{turn.answer.warning}</p>
            )}
            <footer>
              <span>
                <span title={answerSentence(turn.source, trans)}>
                  {answerLabel(turn, trans)}
                </span>
                {turn.answer?.usage && (
                  <span
                    className="jp-Teach-usage"
                    title={usageSentence(turn.answer.usage, trans)}
                  >
                    {usageLabel(turn.answer.usage, trans)}
                  </span>
                )}
              </span>
            </footer>
          </div>
        </li>
      ))}
    </ol>
  );
}

function Question(props: {
  readonly text: string;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  return (
    <p className="jp-Teach-question">
      <span className="jp-Teach-spoken">{props.trans.__('You asked:')} </span>
      {props.text}
    </p>
  );
}

function Progress(
  props: AskProps & { readonly asking: Asking },
): React.JSX.Element | null {
  const { asking, actions, trans } = props;
  switch (asking.phase) {
    case 'rest':
      return null;
    case 'waiting':
      return (
        <div className="jp-Teach-waiting" aria-busy="true">
          <Question text={asking.question} trans={trans} />
          <div
            className="jp-Teach-progress"
            role="progressbar"
            aria-label={stageSentence(asking, trans)}
          />
          {asking.text && (
            <div className="jp-Teach-hint">
              <Markdown text={asking.text} />
            </div>
          )}
          <span className="jp-Teach-muted">{stageSentence(asking, trans)}</span>
        </div>
      );
    case 'stopped':
      return (
        <p className="jp-Teach-muted">
          {trans.__('Stopped. Your question is back in the box.')}
        </p>
      );
    case 'failed':
      return (
        <Notice fault={asking.fault} onRetry={actions.ask} trans={trans} />
      );
  }
}

function Box(props: AskProps): React.JSX.Element {
  const { talk, server, actions, trans } = props;
  const waiting = talk.asking.phase === 'waiting';
  const empty = talk.draft.trim() === '';
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        (waiting ? actions.stop : actions.ask)();
      }}
    >
      <textarea
        className="jp-Teach-box"
        rows={2}
        value={talk.draft}
        maxLength={talk.longest}
        placeholder={trans.__('Ask about this exercise…')}
        aria-label={trans.__('Ask about this exercise or your code')}
        aria-describedby="jp-Teach-ask-note"
        onChange={event => {
          actions.write(event.target.value);
        }}
        onKeyDown={event => {
          const sends =
            event.key === 'Enter' &&
            !event.shiftKey &&
            !event.nativeEvent.isComposing;
          if (sends) {
            event.preventDefault();
            if (!waiting) {
              actions.ask();
            }
          }
        }}
      />
      <div className="jp-Teach-row">
        <p id="jp-Teach-ask-note" className="jp-Teach-muted">
          {whereQuestionsGo(server, trans)}{' '}
          {trans.__('Enter sends, Shift+Enter makes a new line.')}
        </p>
        <button
          type="submit"
          className="jp-Teach-button"
          aria-disabled={empty && !waiting}
          title={waiting ? trans.__('Stop (Esc)') : undefined}
        >
          {waiting ? trans.__('Stop') : trans._p('button', 'Ask')}
        </button>
      </div>
      {talk.loaded === 'failed' && (
        <p className="jp-Teach-muted">
          {trans.__('Earlier questions could not be loaded.')}{' '}
          <button
            type="button"
            className="jp-Teach-link"
            onClick={actions.load}
          >
            {trans.__('Try again')}
          </button>
        </p>
      )}
    </form>
  );
}

/** What a screen reader should say now. */
function spoken({ asking, turns }: Talk, trans: TranslationBundle): string {
  switch (asking.phase) {
    case 'rest': {
      // What was there when the panel opened is no news.
      const last = turns.at(-1);
      return last?.answer ? last.text : '';
    }
    case 'waiting':
      return stageSentence(asking, trans);
    case 'stopped':
      return trans.__('Stopped. Your question is back in the box.');
    case 'failed':
      return faultSentence(asking.fault, trans);
  }
}
