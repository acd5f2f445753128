import * as React from 'react';
import { useDraft } from './drafts';

interface WriteFormProps {
  /** What is written here; its draft stays while the panel is there. */
  readonly draft: string;
  readonly label: string;
  /** What the button says. */
  readonly action: string;
  readonly isMain?: boolean;
  /** Hands the words in; gives what is missing, empty where nothing is. */
  readonly onWrite: (text: string) => Promise<string>;
  /** What the learner should know before. */
  readonly children?: React.ReactNode;
}

/** A few words to hand in, and what is missing in them. */
export function WriteForm(props: WriteFormProps): React.JSX.Element {
  const id = React.useId();
  const [text, setText] = useDraft(props.draft);
  const [missing, setMissing] = React.useState('');
  const [sending, setSending] = React.useState(false);
  const write = async (): Promise<void> => {
    setSending(true);
    const said = await props.onWrite(text);
    setSending(false);
    setMissing(said);
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
      <label htmlFor={id}>{props.label}</label>
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
      {props.children}
      <p id={`${id}-missing`} role="status" className="jp-Teach-missing">
        {missing}
      </p>
      <button
        type="submit"
        className={`jp-Teach-button${props.isMain ? ' jp-mod-main' : ''}`}
        aria-disabled={sending}
      >
        {props.action}
      </button>
    </form>
  );
}
