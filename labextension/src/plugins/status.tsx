import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin,
} from '@jupyterlab/application';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator } from '@jupyterlab/translation';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import * as React from 'react';
import type { Session } from '../session';
import { COMMANDS, DOMAIN, ISession } from '../tokens';
import { serverWord } from '../words';

/** A word in the status bar: where the model runs. A click opens the panel. */
export const statusPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-llm-teach:status',
  description: 'Shows in the status bar where the model runs.',
  autoStart: true,
  requires: [ISession, ITranslator],
  optional: [IStatusBar],
  activate: (
    app: JupyterFrontEnd,
    session: Session,
    translator: ITranslator,
    statusBar: IStatusBar | null,
  ): void => {
    if (!statusBar) {
      return;
    }
    const trans = translator.load(DOMAIN);
    const item = ReactWidget.create(
      <UseSignal signal={session.changed}>
        {() => (
          <button
            type="button"
            className="jp-Teach-status"
            title={trans.__('Open the Teach Panel')}
            onClick={() => void app.commands.execute(COMMANDS.openPanel)}
          >
            {`${trans.__('Teach')} · ${serverWord(session.state.server, trans)}`}
          </button>
        )}
      </UseSignal>,
    );
    statusBar.registerStatusItem('jupyter-llm-teach:status', {
      item,
      align: 'left',
      rank: 90,
    });
  },
};
