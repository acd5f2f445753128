import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin,
} from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator } from '@jupyterlab/translation';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import * as React from 'react';
import { TeachClient } from '../client';
import { Costs } from '../cost';
import type { Session } from '../session';
import { COMMANDS, DOMAIN, ISession } from '../tokens';
import { costsLabel, costsSentence } from '../words.cost';

/** What models cost in this session, in the status bar; nothing before the first call. */
export const costPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-llm-teach:cost',
  description: 'Shows in the status bar how much energy the AI used.',
  autoStart: true,
  requires: [ISession, INotebookTracker, ITranslator],
  optional: [IStatusBar],
  activate: (
    app: JupyterFrontEnd,
    session: Session,
    tracker: INotebookTracker,
    translator: ITranslator,
    statusBar: IStatusBar | null,
  ): void => {
    if (!statusBar) {
      return;
    }
    const trans = translator.load(DOMAIN);
    const client = new TeachClient(app.serviceManager.serverSettings);
    const costs = new Costs(
      (where, signal) => client.costs(where, signal),
      () => session.where(),
    );
    session.answered.connect(() => {
      costs.refreshSoon();
    });
    tracker.currentChanged.connect(() => {
      costs.refreshSoon();
    });
    const item = ReactWidget.create(
      <UseSignal signal={costs.changed}>
        {() =>
          costs.last && costs.last.session.calls > 0 ? (
            <button
              type="button"
              className="jp-Teach-status"
              data-warning={costs.last.warning !== ''}
              title={costsSentence(costs.last, trans)}
              aria-label={costsSentence(costs.last, trans)}
              onClick={() => void app.commands.execute(COMMANDS.openPanel)}
            >
              {costsLabel(costs.last, trans)}
            </button>
          ) : null
        }
      </UseSignal>,
    );
    statusBar.registerStatusItem('jupyter-llm-teach:cost', {
      item,
      align: 'left',
      rank: 91,
    });
  },
};
