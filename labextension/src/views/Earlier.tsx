import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { ShownHint } from '../wire.gen';
import { rungShort } from '../words';
import { Markdown } from './Markdown';

/** Hints that were shown before, folded away. */
export function Earlier(props: {
  readonly shown: readonly ShownHint[];
  /** The text on show now, which needs no second place. */
  readonly except: string | null;
  readonly trans: TranslationBundle;
}): React.JSX.Element | null {
  const { trans } = props;
  const earlier = props.shown.filter(hint => hint.text !== props.except);
  if (earlier.length === 0) {
    return null;
  }
  return (
    <details className="jp-Teach-earlier">
      <summary>
        {trans._n('%1 earlier hint', '%1 earlier hints', earlier.length)}
      </summary>
      <ol>
        {earlier.map((hint, index) => (
          <li key={index}>
            <span className="jp-Teach-muted">
              {rungShort(hint.rung, trans)}
            </span>
            <Markdown text={hint.text} />
          </li>
        ))}
      </ol>
    </details>
  );
}
