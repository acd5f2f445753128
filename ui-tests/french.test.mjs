// The same panel in French, in the dark theme and in a narrow window.
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

let lab;
let browser;

before(async () => {
  lab = await startLab({
    '@jupyterlab/apputils-extension:themes': { theme: 'JupyterLab Dark' },
    '@jupyterlab/translation-extension:plugin': { locale: 'fr_FR' },
  });
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  await lab?.stop();
});

test('the panel speaks French and is readable in the dark', async () => {
  const page = await browser.newPage({
    viewport: { width: 1400, height: 900 },
  });
  const panel = await openNotebook(
    page,
    lab.page('lab/tree/fr/01-boucles-et-conditions.ipynb'),
  );
  await answer(page, 'tirelire', 'def tirelire(depots):\n    return depot');
  await panel.getByRole('button', { name: 'Vérifier' }).click();
  await panel.locator('.jp-Teach-facts').waitFor({ timeout: 30_000 });
  assert.match(await panel.innerText(), /Ce que disent les tests/);
  await panel.locator('.jp-mod-main').click();
  await panel.locator('.jp-Teach-hint footer').waitFor();
  await picture(page, '6-french-dark');
  assert.deepEqual(await barriers(page), []);
  await panel.locator('.jp-Teach-ladder [data-rung=solution]').click();
  await panel.locator('.jp-Teach-invitation').waitFor();
  await dragTo(page, 300);
  assert.equal((await panel.boundingBox()).width, 300);
  assert.deepEqual(await cutParts(page), []);
  await picture(page, '6-french-narrow');
  await page.close();
});

test('Notebook 7 shows the same panel whole, in the narrow place that it gives it', async () => {
  const page = await browser.newPage({
    viewport: { width: 1000, height: 800 },
  });
  await page.goto(lab.page('notebooks/en/01-loops-and-conditions.ipynb'));
  await page
    .locator('.jp-Notebook .jp-Cell')
    .first()
    .waitFor({ timeout: 90_000 });
  await page
    .locator('.jp-CodeCell', { hasText: 'def ticket_price(' })
    .first()
    .click();
  await page.getByRole('menuitem', { name: 'Teach' }).click();
  await page.getByRole('menuitem', { name: 'Vérifier cet exercice' }).click();
  await page
    .locator('#jp-Teach-panel .jp-Teach-facts')
    .waitFor({ timeout: 60_000 });
  assert.deepEqual(await cutParts(page), []);
  await page.locator('#jp-Teach-panel .jp-mod-main').click();
  await page.locator('#jp-Teach-panel .jp-Teach-hint footer').waitFor();
  assert.deepEqual(await cutParts(page), []);
  await picture(page, '7-notebook');
  await page.close();
});
