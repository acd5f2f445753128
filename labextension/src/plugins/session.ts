import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin,
} from '@jupyterlab/application';
import { INotebookTracker, NotebookActions } from '@jupyterlab/notebook';
import { ITranslator } from '@jupyterlab/translation';
import { TeachClient } from '../client';
import { spotIn } from '../notebook';
import { Reopening } from '../reopening';
import { Session } from '../session';
import { ISession } from '../tokens';

const SETTLED_MS = 200;

/** Follows the cursor from notebook to notebook and from cell to cell. */
export const sessionPlugin: JupyterFrontEndPlugin<Session> = {
  id: 'jupyter-llm-teach:session',
  description: 'Follows the learner’s cursor and asks the server for help.',
  autoStart: true,
  requires: [INotebookTracker, ITranslator],
  provides: ISession,
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    translator: ITranslator,
  ): Session => {
    const session = new Session(
      new TeachClient(app.serviceManager.serverSettings),
      () => tracker.currentWidget && spotIn(tracker.currentWidget),
      translator.languageCode.startsWith('fr') ? 'fr' : 'en',
    );
    const locate = debounced(() => {
      void session.locate();
    }, SETTLED_MS);
    const noticeEdits = debounced(() => {
      session.noticeEdits();
    }, SETTLED_MS);
    tracker.activeCellChanged.connect(locate);
    tracker.currentChanged.connect((_, panel) => {
      locate();
      panel?.context.model.contentChanged.disconnect(noticeEdits);
      panel?.context.model.contentChanged.connect(noticeEdits);
    });
    NotebookActions.executed.connect(locate);
    new Reopening(session);
    void app.restored.then(() => session.refreshStatus());
    return session;
  },
};

function debounced(action: () => void, ms: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, ms);
  };
}
