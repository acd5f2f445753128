import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { Fault } from '../failure';
import { faultSentence } from '../words';
import { useDraft } from './drafts';

/** A few words about the own work, which open a rung. */
export function Reflection(props: {
  /** Hands the words in; gives what is missing, empty where nothing is. */
  readonly onWrite: (text: string) => Promise<string | Fault>;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { trans } = props;
  const id = React.useId();
  const [text, setText] = useDraft('reflection');
  const [missing, setMissing] = React.useState('');
  const [sending, setSending] = React.useState(false);
  const write = async (): Promise<void> => {
    setSending(true);
    const said = await props.onWrite(text);
    setSending(false);
    setMissing(typeof said === 'string' ? said : faultSentence(said, trans));
    if (said === '') {
      setText('');
    }
  };
  return (
    <form
      className="jp-Teach-form"
      onSubmit={event => {
        event.preventDefault();
        if (!sending) {
          void write();
        }
      }}
    >
      <label htmlFor={id}>
        {trans.__('What did you try, and where are you stuck?')}
      </label>
      <textarea
        id={id}
        rows={3}
        maxLength={4000}
        value={text}
        aria-describedby={`${id}-missing`}
        aria-invalid={missing !== ''}
        onChange={event => {
          setText(event.target.value);
        }}
      />
      <p id={`${id}-missing`} role="status" className="jp-Teach-missing">
        {missing}
      </p>
      <button
        type="submit"
        className="jp-Teach-button jp-mod-main"
        aria-disabled={sending}
      >
        {trans.__('Done: show me the hint')}
      </button>
    </form>
  );
}
