import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { Fault } from '../failure';
import type { Help as HelpState, Rung } from '../state/teach';
import type { ExerciseView, HintShown } from '../wire.gen';
import {
  rungShort,
  sourceLabel,
  sourceSentence,
  stageSentence,
} from '../words';
import { usageLabel, usageSentence } from '../words.cost';
import { Invitation, Opened } from './Invitation';
import { Markdown } from './Markdown';
import { Notice } from './Notice';

interface HelpProps {
  readonly help: HelpState;
  readonly exercise: ExerciseView;
  /** When the server told how the ladder stands, in milliseconds. */
  readonly seen: number;
  readonly showUsage: boolean;
  readonly onStop: () => void;
  readonly onJudge: (helpful: boolean) => void;
  readonly onRetry: () => void;
  readonly onAsk: (rung: Rung) => void;
  readonly onReflect: (text: string, rung: Rung) => Promise<string | Fault>;
  readonly trans: TranslationBundle;
}

/** The answer, or how far it is; scrolled to when it changes its kind. */
export function Help(props: HelpProps): React.JSX.Element {
  const ref = React.useRef<HTMLDivElement>(null);
  const { phase } = props.help;
  React.useEffect(() => {
    if (phase !== 'rest') {
      ref.current?.scrollIntoView({ block: 'nearest' });
    }
  }, [phase]);
  return (
    <div className="jp-Teach-help" ref={ref}>
      <Answer {...props} />
    </div>
  );
}

function Answer(props: HelpProps): React.JSX.Element | null {
  const { help, trans } = props;
  switch (help.phase) {
    case 'rest':
      return null;
    case 'checking':
      return (
        <>
          <Waiting {...props} waiting={help} text="" />
          {help.kept && <Shown {...props} {...help.kept} />}
        </>
      );
    case 'asking':
      return <Waiting {...props} waiting={help} text={help.text} />;
    case 'shown':
      return <Shown {...props} {...help} />;
    case 'withheld':
      return <Invitation {...props} refusal={help.refusal} />;
    case 'opened':
      return <Opened {...props} rung={help.rung} />;
    case 'stopped':
      return (
        <p className="jp-Teach-muted">
          {trans.__('Stopped. Ask again whenever you like.')}
        </p>
      );
    case 'failed':
      return (
        <Notice fault={help.fault} onRetry={props.onRetry} trans={trans} />
      );
  }
}

function Waiting(
  props: HelpProps & {
    readonly waiting: Parameters<typeof stageSentence>[0];
    readonly text: string;
  },
): React.JSX.Element {
  const { trans } = props;
  return (
    <div className="jp-Teach-waiting" aria-busy="true">
      <div
        className="jp-Teach-progress"
        role="progressbar"
        aria-label={stageSentence(props.waiting, trans)}
      />
      {props.text && (
        <div className="jp-Teach-hint">
          <Markdown text={props.text} />
        </div>
      )}
      <div className="jp-Teach-row">
        <span className="jp-Teach-muted">
          {stageSentence(props.waiting, trans)}
        </span>
        <button
          type="button"
          className="jp-Teach-button"
          onClick={props.onStop}
          title={trans.__('Stop (Esc)')}
        >
          {trans.__('Stop')}
        </button>
      </div>
    </div>
  );
}

function Shown(
  props: HelpProps & {
    readonly hint: HintShown;
    readonly helpful: boolean | null;
  },
): React.JSX.Element {
  const { hint, trans } = props;
  return (
    <section
      className="jp-Teach-hint"
      data-source={hint.source}
      data-rung={hint.rung}
      aria-label={trans.__('Hint: %1', rungShort(hint.rung, trans))}
    >
      {hint.why && <p className="jp-Teach-muted">{hint.why}</p>}
      <Markdown text={hint.text} />
      {hint.warning && <p className="jp-Teach-budget">{hint.warning}</p>}
      <footer>
        <Feedback {...props} />
        <span>
          <span title={sourceSentence(hint, trans)}>
            {sourceLabel(hint, trans)}
          </span>
          {props.showUsage && hint.usage && (
            <span
              className="jp-Teach-usage"
              title={usageSentence(hint.usage, trans)}
            >
              {usageLabel(hint.usage, trans)}
            </span>
          )}
        </span>
      </footer>
    </section>
  );
}

function Feedback(
  props: HelpProps & { readonly helpful: boolean | null },
): React.JSX.Element {
  const { helpful, trans } = props;
  const judge = (value: boolean) => () => {
    props.onJudge(value);
  };
  return (
    <span
      className="jp-Teach-feedback"
      role="group"
      aria-label={trans.__('Did this help?')}
    >
      {helpful === null
        ? trans.__('Did this help?')
        : trans.__('Thank you, noted.')}{' '}
      <button
        type="button"
        className="jp-Teach-link"
        aria-pressed={helpful === true}
        onClick={judge(true)}
      >
        {trans.__('Yes')}
      </button>
      {' · '}
      <button
        type="button"
        className="jp-Teach-link"
        aria-pressed={helpful === false}
        onClick={judge(false)}
      >
        {trans.__('No')}
      </button>
    </span>
  );
}
