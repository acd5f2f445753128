import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { Server } from '../state/teach';
import { faultSentence, modelPlace, modelStatus } from '../words';

/** The panel's title, and which model helps from where. */
export function Header(props: {
  readonly server: Server;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  return (
    <div className="jp-Teach-header">
      <h2>{props.trans.__('Teach')}</h2>
      <Badge {...props} />
    </div>
  );
}

function Badge(props: {
  readonly server: Server;
  readonly trans: TranslationBundle;
}): React.JSX.Element | null {
  const { server, trans } = props;
  if (server.known === 'asking') {
    return null;
  }
  if (server.known === 'no') {
    return (
      <span
        className="jp-Teach-badge"
        data-state="no"
        title={faultSentence(server.fault, trans)}
      >
        {trans.__('not reachable')}
      </span>
    );
  }
  const { model } = server.status;
  const quiet = model.status === 'ready' || model.status === 'idle';
  const label = [
    modelPlace(model, trans),
    model.title,
    ...(quiet ? [] : [modelStatus(model.status, trans)]),
  ].filter(Boolean);
  const about = [
    trans.__('Model: %1', modelStatus(model.status, trans)),
    model.local
      ? trans.__('It runs on this machine; nothing leaves it.')
      : trans.__('It runs elsewhere: questions leave this machine.'),
    model.message,
    model.todo,
  ].filter(Boolean);
  return (
    <span
      className="jp-Teach-badge"
      data-state={model.status}
      data-local={model.local}
      title={about.join('\n')}
    >
      {label.join(' · ')}
    </span>
  );
}
