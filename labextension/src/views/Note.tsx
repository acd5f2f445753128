import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { Fault } from '../failure';
import type { NoteReply } from '../wire.gen';
import { faultSentence } from '../words';
import { WriteForm } from './WriteForm';

interface NoteProps {
  readonly instructor: string;
  /** Records the note; gives it with the facts attached. */
  readonly onNote: (text: string) => Promise<NoteReply | Fault>;
  readonly trans: TranslationBundle;
}

/** A note to the instructor: written here, kept on this machine, copied by the learner. */
export function Note(props: NoteProps): React.JSX.Element {
  const { trans } = props;
  const [written, setWritten] = React.useState<NoteReply | null>(null);
  return (
    <details className="jp-Teach-note">
      <summary>{trans.__('Ask my instructor')}</summary>
      {written ? (
        <Written note={written} trans={trans} />
      ) : (
        <Form {...props} onWritten={setWritten} />
      )}
    </details>
  );
}

function Form(
  props: NoteProps & { readonly onWritten: (note: NoteReply) => void },
): React.JSX.Element {
  const { trans } = props;
  return (
    <WriteForm
      draft="note"
      label={trans.__('What would you like to ask %1?', props.instructor)}
      action={trans.__('Write the note')}
      onWrite={async text => {
        const reply = await props.onNote(text);
        if (!('text' in reply)) {
          return faultSentence(reply, trans);
        }
        props.onWritten(reply);
        return '';
      }}
    >
      <p className="jp-Teach-muted">
        {trans.__(
          'What the tests say, the hints you used and your answer are added. Nothing is sent: the note is kept on this machine, and you can copy it.',
        )}
      </p>
    </WriteForm>
  );
}

function Written(props: {
  readonly note: NoteReply;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { note, trans } = props;
  const ref = React.useRef<HTMLTextAreaElement>(null);
  const [copied, setCopied] = React.useState(false);
  React.useEffect(() => {
    ref.current?.focus();
  }, []);
  return (
    <div className="jp-Teach-form">
      <p role="status">
        {copied
          ? trans.__('Copied. Paste it into a message to %1.', note.instructor)
          : trans.__(
              'The note is in the journal on this machine. Copy it and send it to %1 yourself.',
              note.instructor,
            )}
      </p>
      <textarea
        ref={ref}
        rows={8}
        readOnly
        value={note.text}
        aria-label={trans.__('The note')}
      />
      <button
        type="button"
        className="jp-Teach-button"
        onClick={() => {
          void copy(note.text, ref.current).then(setCopied);
        }}
      >
        {trans.__('Copy the note')}
      </button>
    </div>
  );
}

/** Whether the text is in the clipboard now; else it is selected, to be copied by hand. */
async function copy(
  text: string,
  field: HTMLTextAreaElement | null,
): Promise<boolean> {
  field?.select();
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
