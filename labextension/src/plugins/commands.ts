import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin,
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IMainMenu } from '@jupyterlab/mainmenu';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator } from '@jupyterlab/translation';
import { Menu } from '@lumino/widgets';
import { bulbIcon } from '../icon';
import type { Session } from '../session';
import { COMMANDS, DOMAIN, ISession, PANEL_ID } from '../tokens';

const MENU_RANK = 900;

/** Commands, the palette, the menu, and the button in the toolbar of an exercise's cell. */
export const commandsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-llm-teach:commands',
  description: 'Commands to check an exercise and to get a hint.',
  autoStart: true,
  requires: [ISession, INotebookTracker, ITranslator],
  optional: [ICommandPalette, IMainMenu],
  activate: (
    app: JupyterFrontEnd,
    session: Session,
    tracker: INotebookTracker,
    translator: ITranslator,
    palette: ICommandPalette | null,
    mainMenu: IMainMenu | null,
  ): void => {
    const trans = translator.load(DOMAIN);
    addCommands(app, session, tracker, translator);
    const category = trans.__('Teach');
    for (const command of Object.values(COMMANDS)) {
      palette?.addItem({ command, category });
    }
    mainMenu?.addMenu(menuOf(app, trans.__('Teach')), true, {
      rank: MENU_RANK,
    });
  },
};

function addCommands(
  app: JupyterFrontEnd,
  session: Session,
  tracker: INotebookTracker,
  translator: ITranslator,
): void {
  const trans = translator.load(DOMAIN);
  const { commands, shell } = app;
  const show = () => {
    shell.activateById(PANEL_ID);
  };
  commands.addCommand(COMMANDS.openPanel, {
    label: trans.__('Open the Teach Panel'),
    icon: bulbIcon,
    describedBy: { args: NO_ARGUMENTS },
    execute: () => {
      show();
      focusPanel();
    },
  });
  commands.addCommand(COMMANDS.check, {
    label: trans.__('Check This Exercise'),
    describedBy: { args: NO_ARGUMENTS },
    isEnabled: () => tracker.currentWidget !== null,
    execute: () => {
      show();
      void session.check();
    },
  });
  commands.addCommand(COMMANDS.nextHint, {
    label: args =>
      args['toolbar'] === true
        ? trans.__('Hint')
        : trans.__('Next Hint for This Exercise'),
    caption: trans.__('Next Hint for This Exercise'),
    icon: args => (args['toolbar'] === true ? bulbIcon : undefined),
    describedBy: { args: TOOLBAR_ARGUMENT },
    isEnabled: () => tracker.currentWidget !== null,
    isVisible: args =>
      args['toolbar'] !== true ||
      session.isAnswerCell(tracker.activeCell?.model.id),
    execute: () => {
      show();
      void session.hint();
    },
  });
  commands.addCommand(COMMANDS.stop, {
    label: trans.__('Stop the Running Answer'),
    describedBy: { args: NO_ARGUMENTS },
    isEnabled: () => session.isRunning,
    execute: () => {
      session.stop();
    },
  });
  const toolbarChanged = () => {
    commands.notifyCommandChanged(COMMANDS.nextHint);
  };
  tracker.activeCellChanged.connect(toolbarChanged);
  session.changed.connect(toolbarChanged);
}

/** Only who asks for the panel itself is taken there: others go on writing in their cell. */
function focusPanel(): void {
  const panel = document.getElementById(PANEL_ID);
  const content = panel?.querySelector<HTMLElement>('.jp-Teach-content');
  (content ?? panel)?.focus();
}

const NO_ARGUMENTS = { type: 'object', properties: {} };
const TOOLBAR_ARGUMENT = {
  type: 'object',
  properties: {
    toolbar: {
      type: 'boolean',
      description: 'Whether the command is shown in the toolbar of a cell.',
    },
  },
};

function menuOf(app: JupyterFrontEnd, label: string): Menu {
  const menu = new Menu({ commands: app.commands });
  menu.id = 'jp-mainmenu-teach';
  menu.title.label = label;
  for (const command of [COMMANDS.check, COMMANDS.nextHint, COMMANDS.stop]) {
    menu.addItem({ command });
  }
  menu.addItem({ type: 'separator' });
  menu.addItem({ command: COMMANDS.openPanel });
  return menu;
}
