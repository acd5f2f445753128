import { commandsPlugin } from './plugins/commands';
import { completionPlugin } from './plugins/completion';
import { costPlugin } from './plugins/cost';
import { panelPlugin } from './plugins/panel';
import { sessionPlugin } from './plugins/session';
import { statusPlugin } from './plugins/status';

export default [
  sessionPlugin,
  panelPlugin,
  commandsPlugin,
  statusPlugin,
  costPlugin,
  completionPlugin,
];
