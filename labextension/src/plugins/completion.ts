import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin,
} from '@jupyterlab/application';
import { ICompletionProviderManager } from '@jupyterlab/completer';
import { NotebookPanel } from '@jupyterlab/notebook';
import { ITranslator } from '@jupyterlab/translation';
import { TeachClient } from '../client';
import { TeachCompletion } from '../completion';
import { spotIn } from '../notebook';
import { DOMAIN } from '../tokens';

/** Suggestions at the cursor. */
export const completionPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-llm-teach:completion',
  description: 'Suggests code at the cursor, where the instructor allows it.',
  autoStart: true,
  requires: [ICompletionProviderManager, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    manager: ICompletionProviderManager,
    translator: ITranslator,
  ): void => {
    manager.registerInlineProvider(
      new TeachCompletion(
        translator.load(DOMAIN).__('Teach'),
        new TeachClient(app.serviceManager.serverSettings),
        widget => (widget instanceof NotebookPanel ? spotIn(widget) : null),
        translator.languageCode.startsWith('fr') ? 'fr' : 'en',
      ),
    );
  },
};
