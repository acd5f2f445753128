// A real JupyterLab on fresh student copies of the sample course, and a real browser in front.
import { spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';

const TOKEN = 'secret';
const START_SECONDS = 90;
const END_MS = 10_000;
/** JupyterLab's question about news would cover the panel. */
const QUIET = {
  '@jupyterlab/apputils-extension:notification': { fetchNews: 'false' },
};

/**
 * Start JupyterLab; gives its pages, its students' folder, and how to end it and to clean up.
 *
 * `settings` are a user's settings by plugin, as `@jupyterlab/apputils-extension:themes`; `course`
 * is the folder of the instructor's notebooks, and `options` go to the server.
 */
export async function startLab(
  settings = {},
  course = 'exercises',
  options = [],
) {
  const home = mkdtempSync(join(tmpdir(), 'teach-ui-'));
  for (const [plugin, values] of Object.entries({ ...QUIET, ...settings })) {
    const [extension, name] = plugin.split(':');
    const file = join(
      home,
      `config/lab/user-settings/${extension}/${name}.jupyterlab-settings`,
    );
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(values));
  }
  const port = await freePort();
  const log = openSync(join(home, 'log'), 'w');
  const lab = spawn(
    'jupyter',
    [
      ...['teach', 'lab', '--course', course, '--no-browser', '--no-model'],
      ...['--work', join(home, 'work'), '--port', String(port), '--'],
      `--IdentityProvider.token=${TOKEN}`,
      '--TeachApp.model=qwen2.5-coder-0.5b',
      ...options,
    ],
    {
      detached: true,
      stdio: ['ignore', log, log],
      env: {
        ...process.env,
        JUPYTER_CONFIG_DIR: join(home, 'config'),
        JUPYTER_DATA_DIR: join(home, 'data'),
        JUPYTER_RUNTIME_DIR: join(home, 'runtime'),
      },
    },
  );
  const url = `http://localhost:${port}`;
  await ready(`${url}/api/status?token=${TOKEN}`, lab, join(home, 'log'));
  const end = async () => {
    if (lab.exitCode === null && lab.signalCode === null) {
      const ended = new Promise(resolve => lab.once('exit', resolve));
      process.kill(-lab.pid, 'SIGTERM');
      // Left alone, a server that does not end would keep the tests waiting for ever.
      const force = setTimeout(() => process.kill(-lab.pid, 'SIGKILL'), END_MS);
      await ended;
      clearTimeout(force);
    }
  };
  return {
    work: join(home, 'work'),
    // Without the layout that an earlier page left behind.
    page: path => `${url}/${path}?token=${TOKEN}&reset`,
    log: () => readFileSync(join(home, 'log'), 'utf8'),
    end,
    stop: async () => {
      await end();
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Debian's Chromium, without a window. */
export async function startBrowser() {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    headless: true,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
  });
}

async function ready(url, lab, log) {
  for (let waited = 0; waited < START_SECONDS * 2; waited += 1) {
    if (lab.exitCode !== null) {
      break;
    }
    const reply = await fetch(url).catch(() => null);
    if (reply?.ok) {
      return;
    }
    await sleep(500);
  }
  throw new Error(`JupyterLab did not start:\n${readFileSync(log, 'utf8')}`);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
