// The journey of a student: wrong answer, facts, two rungs, a closed rung, right answer.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBrowser, startLab } from './lab.mjs';
import { answer, barriers, openNotebook, picture } from './panel.mjs';

const NOTEBOOK = 'fr/02-chaines-et-listes.ipynb';
const MODEL_MS = 180_000;
const NAME = 'moyenne_glissante';

const TOO_SHORT = `def moyenne_glissante(xs, k):
    return [sum(xs[i:i + k]) / k for i in range(len(xs) - k)]`;
const NOT_DIVIDED = `def moyenne_glissante(xs, k):
    return [sum(xs[i:i + k]) for i in range(len(xs) - k + 1)]`;
const RIGHT = `def moyenne_glissante(xs, k):
    return [sum(xs[i:i + k]) / k for i in range(len(xs) - k + 1)]`;

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

test('a student gets facts, climbs two rungs, meets a closed one and passes', async () => {
  const page = await browser.newPage({
    viewport: { width: 1400, height: 900 },
  });
  const panel = await openNotebook(page, lab.page(`lab/tree/${NOTEBOOK}`));

  await answer(page, NAME, TOO_SHORT);
  await panel.getByRole('button', { name: 'Check' }).click();
  const facts = panel.locator('.jp-Teach-facts');
  await facts.waitFor({ timeout: 30_000 });
  assert.equal(await facts.getAttribute('data-state'), 'failed');
  assert.match(await facts.innerText(), /moyenne_glissante\(/);
  await picture(page, '1-facts');

  await panel.locator('.jp-mod-main').click();
  await panel.locator('.jp-Teach-hint[data-rung=orient] footer').waitFor();
  await picture(page, '2-orient');

  await panel.locator('[data-rung=question]').first().click();
  const refused = panel.locator('.jp-Teach-invitation');
  await refused.waitFor();
  assert.equal(await refused.getAttribute('data-reason'), 'try_first');
  assert.ok((await refused.innerText()).length > 20);
  await picture(page, '3-withheld');

  await answer(page, NAME, NOT_DIVIDED);
  await panel.locator('[data-rung=question]').first().click();
  const hint = panel.locator('.jp-Teach-hint[data-rung=question] footer');
  await hint.waitFor({ timeout: MODEL_MS });
  await picture(page, '4-question');
  assert.deepEqual(await barriers(page), []);

  await panel.locator('.jp-Teach-ladder [data-rung=solution]').click();
  await panel
    .locator('.jp-Teach-invitation[data-reason=above_highest]')
    .waitFor();

  await answer(page, NAME, RIGHT);
  await panel.getByRole('button', { name: /Check/ }).click();
  await panel
    .locator('.jp-Teach-facts[data-state=passed]')
    .waitFor({ timeout: 30_000 });
  await picture(page, '5-passed');
  await page.close();
});

test('the keyboard is enough: Escape stops a running hint, then leads back to the cell', async () => {
  const page = await browser.newPage({
    viewport: { width: 1400, height: 900 },
  });
  const panel = await openNotebook(page, lab.page(`lab/tree/${NOTEBOOK}`));
  await answer(page, NAME, NOT_DIVIDED.replace('sum(', '2 * sum('));

  await page.keyboard.press('Control+Alt+K');
  await panel.locator('.jp-Teach-facts').waitFor({ timeout: 30_000 });
  // The facts come first; the ladder answers once the check is over.
  await panel
    .locator('.jp-Teach-ladder [data-rung=concept][aria-disabled=false]')
    .focus();
  await page.keyboard.press('Enter');
  await panel.locator('[data-phase=asking]').waitFor();
  await page.keyboard.press('Escape');
  await panel.locator('[data-phase=stopped]').waitFor();

  await page.keyboard.press('Escape');
  const cell = page.locator('.jp-CodeCell.jp-mod-active');
  await cell.and(page.locator(':focus')).waitFor();
  await page.keyboard.press('Control+Alt+O');
  await panel.locator('.jp-Teach-content:focus').waitFor();
  // The badge is a button: first the model's card, then the exercise.
  await page.keyboard.press('Tab');
  assert.match(await panel.locator(':focus').innerText(), /^local · /);
  await page.keyboard.press('Tab');
  assert.equal(await panel.locator(':focus').innerText(), 'Check again');
  await page.close();
});
