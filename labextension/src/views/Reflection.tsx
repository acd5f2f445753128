import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { Fault } from '../failure';
import { faultSentence } from '../words';
import { WriteForm } from './WriteForm';

/** A few words about the own work, which open a rung. */
export function Reflection(props: {
  /** Hands the words in; gives what is missing, empty where nothing is. */
  readonly onWrite: (text: string) => Promise<string | Fault>;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { trans } = props;
  return (
    <WriteForm
      draft="reflection"
      label={trans.__('What did you try, and where are you stuck?')}
      action={trans.__('Done: show me the hint')}
      isMain
      onWrite={async text => {
        const said = await props.onWrite(text);
        return typeof said === 'string' ? said : faultSentence(said, trans);
      }}
    />
  );
}
