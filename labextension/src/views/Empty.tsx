import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { Place } from '../state/teach';
import { Notice } from './Notice';

interface EmptyProps {
  readonly place: Exclude<Place, { at: 'exercise' }>;
  readonly onJump: () => void;
  readonly onRetry: () => void;
  readonly trans: TranslationBundle;
}

/** What to do when the cursor is in no exercise. */
export function Empty(props: EmptyProps): React.JSX.Element {
  const { place, trans } = props;
  switch (place.at) {
    case 'nowhere':
      return (
        <Message
          title={trans.__('No notebook is open.')}
          text={trans.__('Open one with exercises to see help for them here.')}
        />
      );
    case 'looking':
      return (
        <p className="jp-Teach-muted">
          {trans.__('Looking for the exercise…')}
        </p>
      );
    case 'outside':
      return <Outside {...props} exercises={place.exercises} />;
    case 'failed':
      return (
        <Notice fault={place.fault} onRetry={props.onRetry} trans={trans} />
      );
  }
}

function Outside(
  props: EmptyProps & { readonly exercises: number },
): React.JSX.Element {
  const { exercises, trans } = props;
  if (exercises === 0) {
    return (
      <Message
        title={trans.__('This notebook has no exercises.')}
        text={trans.__(
          'Teach helps with exercises that have tests. Open a notebook of your course.',
        )}
      />
    );
  }
  return (
    <Message
      title={trans._n(
        'This notebook has %1 exercise.',
        'This notebook has %1 exercises.',
        exercises,
      )}
      text={trans.__('Click into the cell of one to see its tests and hints.')}
    >
      <button type="button" className="jp-Teach-button" onClick={props.onJump}>
        {trans.__('Go to the first exercise')}
      </button>
    </Message>
  );
}

function Message(props: {
  readonly title: string;
  readonly text: string;
  readonly children?: React.ReactNode;
}): React.JSX.Element {
  return (
    <div className="jp-Teach-empty">
      <h3>{props.title}</h3>
      <p>{props.text}</p>
      {props.children}
    </div>
  );
}
