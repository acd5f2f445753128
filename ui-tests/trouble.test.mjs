// What a student reads where something is in the way, and that nothing is ever stuck.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { startBrowser, startLab } from './lab.mjs';
import { answer, cutParts, dragTo, openNotebook, picture } from './panel.mjs';

const NOTEBOOK = 'en/01-loops-and-conditions.ipynb';
const EXERCISE = 'ticket_price';

let lab;
let browser;

before(async () => {
  lab = await startLab();
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  await lab?.stop();
});

afterEach(async () => {
  await Promise.all(browser.contexts().map(context => context.close()));
});

test('a notebook without exercises says so', async () => {
  const { panel } = await opened('notes.ipynb', notebook => {
    notebook.cells = notebook.cells.slice(0, 3);
  });
  await panel.getByText('This notebook has no exercises.').waitFor();
});

test('two exercises of the same name are told to the student', async () => {
  const { page, panel } = await opened('twins.ipynb', notebook => {
    const twin = notebook.cells.find(
      cell => cell.metadata.nbgrader?.grade_id === EXERCISE,
    );
    notebook.cells.push({ ...structuredClone(twin), id: 'twin' });
  });
  const notice = panel.locator('[data-code=duplicate_exercise]');
  await notice.waitFor();
  assert.match(await notice.innerText(), /Delete the copy/);
  await picture(page, '9-twins');
});

test('a huge result and a huge output stay inside the card', async () => {
  const { page, panel } = await opened(NOTEBOOK);
  await answer(
    page,
    EXERCISE,
    `def ${EXERCISE}(age):\n    print('x' * 10 ** 7)\n    return 'y' * 10 ** 6`,
  );
  await panel.getByRole('button', { name: 'Check' }).click();
  const facts = panel.locator('.jp-Teach-facts');
  await facts.waitFor({ timeout: 60_000 });
  const told = await facts.innerText();
  assert.match(told, /yyyyyyyy|output|printed/);
  assert.ok(told.length < 2000);
  await dragTo(page, 300);
  assert.equal((await panel.boundingBox()).width, 300);
  assert.deepEqual(await cutParts(page), []);
  await picture(page, '10-huge');
});

test('an endless loop is waited for in sight, and the Stop button ends the wait', async () => {
  const { page, panel } = await opened(NOTEBOOK);
  await answer(page, EXERCISE, `def ${EXERCISE}(age):\n    while True: pass`);
  await panel.getByRole('button', { name: 'Check' }).click();
  await panel
    .getByRole('progressbar', { name: 'Running the tests…' })
    .waitFor();
  await panel.getByRole('button', { name: 'Stop' }).click();
  await panel
    .getByText('Stopped. Ask again whenever you like.')
    .first()
    .waitFor();
  await panel.getByRole('button', { name: 'Check' }).click();
  await panel.getByRole('button', { name: 'line 2' }).waitFor({
    timeout: 60_000,
  });
  await picture(page, '11-endless');
});

test('a server that is gone is told in a sentence, and so is that it can be tried again', async () => {
  const { page, panel } = await opened(NOTEBOOK);
  await panel.getByRole('button', { name: 'Check' }).waitFor();
  await lab.end();
  await panel.getByRole('button', { name: 'Check' }).press('Enter');
  const notice = panel.locator('[data-code=unreachable]');
  await notice.waitFor();
  assert.match(await notice.innerText(), /does not answer[^]*Try again/);
  await panel.locator('.jp-Teach-badge[data-state=no]').waitFor();
  await picture(page, '12-gone');
});

/** Open a notebook of the course, or a changed copy of it; its first text belongs to an exercise. */
async function opened(path, change = null) {
  if (change) {
    const notebook = JSON.parse(readFileSync(join(lab.work, NOTEBOOK), 'utf8'));
    change(notebook);
    writeFileSync(join(lab.work, path), JSON.stringify(notebook));
  }
  const page = await browser.newPage({
    viewport: { width: 1400, height: 900 },
  });
  const panel = await openNotebook(page, lab.page(`lab/tree/${path}`));
  return { page, panel };
}
