import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin,
  LabShell,
} from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, type TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import { Signal } from '@lumino/signaling';
import * as React from 'react';
import { TeachClient } from '../client';
import { Conversation } from '../conversation';
import { bulbIcon } from '../icon';
import { goToCell, goToLine } from '../notebook';
import type { Session } from '../session';
import { DOMAIN, ISession, PANEL_ID } from '../tokens';
import type { AskActions } from '../views/Ask';
import type { Actions } from '../views/Panel';

const PLUGIN_ID = 'jupyter-llm-teach:panel';
const RANK = 500;

// The views are fetched when the panel is first shown, not when JupyterLab starts.
const LazyPanel = React.lazy(async () => ({
  default: (await import('../views/Panel')).Panel,
}));
const LazyAsk = React.lazy(async () => ({
  default: (await import('../views/Ask')).Ask,
}));

/** The panel in the right side area. */
export const panelPlugin: JupyterFrontEndPlugin<void> = {
  id: PLUGIN_ID,
  description: 'The panel with facts and hints for the exercise at the cursor.',
  autoStart: true,
  requires: [ISession, INotebookTracker, ITranslator],
  optional: [ISettingRegistry, ILayoutRestorer],
  activate: (
    app: JupyterFrontEnd,
    session: Session,
    tracker: INotebookTracker,
    translator: ITranslator,
    settings: ISettingRegistry | null,
    restorer: ILayoutRestorer | null,
  ): void => {
    const trans = translator.load(DOMAIN);
    const client = new TeachClient(app.serviceManager.serverSettings);
    const panel = new TeachPanel(
      session,
      new Conversation(client, session),
      actionsOf(client, session, tracker),
      trans,
    );
    if (app.shell instanceof LabShell) {
      panel.addClass('jp-Teach-roomy');
    }
    app.shell.add(panel, 'right', { rank: RANK, type: 'Teach' });
    restorer?.add(panel, PANEL_ID);
    // Display only: JupyterLab's start does not wait for it.
    void app.restored.then(() => followSettings(settings, panel));
  },
};

class TeachPanel extends ReactWidget {
  private _showUsage = true;
  private readonly settingsChanged = new Signal<this, void>(this);

  constructor(
    private readonly session: Session,
    private readonly conversation: Conversation,
    private readonly actions: Actions,
    private readonly trans: TranslationBundle,
  ) {
    super();
    this.id = PANEL_ID;
    this.addClass('jp-Teach');
    this.title.icon = bulbIcon;
    this.title.caption = trans.__('Teach');
    this.node.tabIndex = -1;
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Teach'));
  }

  set showUsage(shown: boolean) {
    this._showUsage = shown;
    this.settingsChanged.emit();
  }

  protected override render(): React.JSX.Element {
    const { session, actions, trans } = this;
    return (
      <React.Suspense fallback={null}>
        <UseSignal signal={this.settingsChanged}>
          {() => (
            <UseSignal signal={session.changed}>
              {() => (
                <LazyPanel
                  state={session.state}
                  actions={actions}
                  showUsage={this._showUsage}
                  trans={trans}
                >
                  {this.questions()}
                </LazyPanel>
              )}
            </UseSignal>
          )}
        </UseSignal>
      </React.Suspense>
    );
  }

  private questions(): React.JSX.Element {
    const { session, conversation, trans } = this;
    return (
      <UseSignal signal={conversation.changed}>
        {() => (
          <LazyAsk
            talk={conversation.talk}
            server={session.state.server}
            actions={questionsOf(conversation)}
            trans={trans}
          />
        )}
      </UseSignal>
    );
  }
}

function questionsOf(conversation: Conversation): AskActions {
  return {
    write: draft => {
      conversation.write(draft);
    },
    ask: () => void conversation.ask(),
    stop: () => {
      conversation.stop();
    },
    load: () => void conversation.load(),
  };
}

function actionsOf(
  client: TeachClient,
  session: Session,
  tracker: INotebookTracker,
): Actions {
  return {
    card: {
      ask: signal => client.card(signal),
      measure: signal => client.measure(signal),
    },
    check: () => void session.check(),
    hint: rung => void session.hint(rung),
    stop: () => {
      session.stop();
    },
    judge: helpful => void session.judge(helpful),
    retry: () => void session.retry(),
    reflect: (text, rung) => session.reflect(text, rung),
    note: text => session.note(text),
    leave: () => {
      tracker.currentWidget?.activate();
    },
    goToFirstExercise: () => {
      const { place } = session.state;
      const cell = place.at === 'outside' ? place.firstAnswer : null;
      if (tracker.currentWidget && cell !== null) {
        void goToCell(tracker.currentWidget, cell);
      }
    },
    goToLine: line => {
      const { place } = session.state;
      const cell =
        place.at === 'exercise' ? place.exercise.answer_cells[0] : undefined;
      if (tracker.currentWidget && cell !== undefined) {
        void goToLine(tracker.currentWidget, cell, line);
      }
    },
  };
}

async function followSettings(
  registry: ISettingRegistry | null,
  panel: TeachPanel,
): Promise<void> {
  const settings = await registry?.load(PLUGIN_ID);
  const read = () => {
    panel.showUsage = settings?.composite['showUsage'] !== false;
  };
  read();
  settings?.changed.connect(read);
}
