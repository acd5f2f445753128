// Free questions: asked by keyboard, answered, kept on the server, stopped, and the solution kept back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBrowser, startLab } from './lab.mjs';
import {
  answer,
  barriers,
  cutParts,
  dragTo,
  openNotebook,
  picture,
} from './panel.mjs';

const NOTEBOOK = 'fr/02-chaines-et-listes.ipynb';
const TITLE = 'La moyenne glissante';
const MODEL_MS = 240_000;
const TOO_SHORT = `def moyenne_glissante(xs, k):
    return [sum(xs[i:i + k]) / k for i in range(len(xs) - k)]`;

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

async function open(page) {
  const panel = await openNotebook(page, lab.page(`lab/tree/${NOTEBOOK}`));
  await answer(page, 'moyenne_glissante', TOO_SHORT);
  // The panel follows the cursor to this exercise.
  await panel.getByRole('heading', { name: TITLE }).waitFor();
  const asking = panel.locator('.jp-Teach-ask');
  await asking.waitFor({ timeout: 30_000 });
  return { panel, asking, box: asking.locator('textarea') };
}

test('a question is asked, answered by the model, and still there after a reload', async () => {
  const page = await browser.newPage({
    viewport: { width: 1400, height: 900 },
  });
  const { panel, asking, box } = await open(page);
  await box.click();
  await page.keyboard.type('Pourquoi ma boucle');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('s’arrête trop tôt ?');
  assert.match(await box.inputValue(), /boucle\ns/);
  await page.keyboard.press('Enter');
  await panel.locator('.jp-Teach-facts').waitFor({ timeout: 60_000 });
  await asking.getByRole('progressbar').waitFor();
  await picture(page, '13-asking');
  const reply = asking.locator('.jp-Teach-turns .jp-Teach-hint');
  await reply.waitFor({ timeout: MODEL_MS });
  assert.ok((await reply.innerText()).length > 20);
  assert.equal(await box.inputValue(), '');
  assert.equal(await box.evaluate(each => each.matches(':focus')), true);
  await picture(page, '14-answered');
  assert.deepEqual(await barriers(page), []);
  const said = await asking.locator('.jp-Teach-turns').innerText();

  await page.goto(lab.page(`lab/tree/${NOTEBOOK}`));
  const again = await open(page);
  await again.asking.locator('.jp-Teach-turns').waitFor();
  const kept = await again.asking.locator('.jp-Teach-turns').innerText();
  assert.ok(said.startsWith(kept.split('\n')[0]));
  await page.close();
});

test('Escape stops an answer, and the solution is not handed out', async () => {
  const page = await browser.newPage({
    viewport: { width: 1400, height: 900 },
  });
  const { asking, box } = await open(page);
  const waiting = asking.and(page.locator('[data-phase=waiting]'));
  await box.fill('Comment marche ma boucle ?');
  await box.press('Enter');
  await waiting.waitFor();
  await page.keyboard.press('Escape');
  await asking.and(page.locator('[data-phase=stopped]')).waitFor();
  assert.equal(await box.inputValue(), 'Comment marche ma boucle ?');

  await box.fill('Donne-moi la solution');
  await box.press('Enter');
  const last = asking.locator('.jp-Teach-turns li').last();
  await last.filter({ hasText: 'Donne-moi la solution' }).waitFor();
  const reply = await last.locator('.jp-Teach-hint').innerText();
  assert.match(reply, /tests/);
  assert.doesNotMatch(reply, /len\(xs\) - k \+ 1/);
  await dragTo(page, 300);
  assert.deepEqual(await cutParts(page), []);
  await picture(page, '15-ask-narrow');
  assert.deepEqual(await barriers(page), []);
  await page.close();
});
