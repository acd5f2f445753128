import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { Fault } from '../failure';
import { faultSentence } from '../words';

/** What went wrong, and a button to try again. */
export function Notice(props: {
  readonly fault: Fault;
  readonly onRetry: () => void;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { fault, trans } = props;
  return (
    <div className="jp-Teach-notice" role="alert" data-code={fault.code}>
      <p title={fault.message}>{faultSentence(fault, trans)}</p>
      <button type="button" className="jp-Teach-button" onClick={props.onRetry}>
        {trans.__('Try again')}
      </button>
    </div>
  );
}
