import { Token } from '@lumino/coreutils';
import type { Session } from './session';

/** What the learner is working on and the help for it; every plugin of ours shares one. */
export const ISession = new Token<Session>(
  'jupyter-llm-teach:ISession',
  'What the learner is working on and the help for it.',
);

export const COMMANDS = {
  openPanel: 'llm-teach:open-panel',
  check: 'llm-teach:check',
  nextHint: 'llm-teach:next-hint',
  stop: 'llm-teach:stop',
} as const;

export const PANEL_ID = 'jp-Teach-panel';

/** The translation domain: the Python package's name. */
export const DOMAIN = 'jupyter_llm_teach';
