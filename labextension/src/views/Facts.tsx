import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { CaseView, ErrorView, FactCard } from '../wire.gen';
import { Markdown } from './Markdown';

/** What the tests say, as a small table and one sentence. */
export function Facts(props: {
  readonly card: FactCard;
  readonly onGoToLine: (line: number) => void;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { card, trans } = props;
  return (
    <section
      className="jp-Teach-facts"
      data-state={card.state}
      aria-label={trans.__('What the tests say')}
    >
      <h4>
        {card.state === 'passed'
          ? trans.__('Solved')
          : trans.__('What the tests say')}
      </h4>
      {card.case && <Case case={card.case} trans={trans} />}
      {card.error && (
        <ProgramError
          error={card.error}
          onGoToLine={props.onGoToLine}
          trans={trans}
        />
      )}
      {card.summary && (
        <div className="jp-Teach-summary">
          <Markdown text={card.summary} />
        </div>
      )}
    </section>
  );
}

function Case(props: {
  readonly case: CaseView;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { trans } = props;
  const { call, expected, got } = props.case;
  return (
    <table>
      <tbody>
        <Row name={trans.__('call')} value={call} kind="call" />
        <Row name={trans.__('expected')} value={expected} kind="expected" />
        <Row name={trans.__('got')} value={got} kind="got" />
      </tbody>
    </table>
  );
}

function Row(props: {
  readonly name: string;
  readonly value: string;
  readonly kind: string;
}): React.JSX.Element | null {
  return props.value ? (
    <tr data-kind={props.kind}>
      <th scope="row">{props.name}</th>
      <td>{props.value}</td>
    </tr>
  ) : null;
}

function ProgramError(props: {
  readonly error: ErrorView;
  readonly onGoToLine: (line: number) => void;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { error, trans } = props;
  const { line } = error;
  return (
    <p className="jp-Teach-error">
      {error.type && (
        <code>
          <strong>{error.type}</strong>
          {error.message && `: ${error.message}`}
        </code>
      )}
      {line !== null && (
        <>
          {' '}
          <button
            type="button"
            className="jp-Teach-link"
            onClick={() => {
              props.onGoToLine(line);
            }}
          >
            {trans.__('line %1', line)}
          </button>
        </>
      )}
    </p>
  );
}
