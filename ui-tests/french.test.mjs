// The same panel in French, in the dark theme and in a narrow window.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBrowser, startLab } from './lab.mjs';
import { answer, barriers, openNotebook, picture } from './panel.mjs';

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
  await page.close();
});

test('Notebook 7 shows the same panel', async () => {
  const page = await browser.newPage({
    viewport: { width: 1000, height: 800 },
  });
  await page.goto(lab.page('notebooks/en/01-loops-and-conditions.ipynb'));
  await page
    .locator('.jp-Notebook .jp-Cell')
    .first()
    .waitFor({ timeout: 90_000 });
  await page.keyboard.press('Escape');
  await page.locator('.jp-CodeCell').last().click();
  await page.keyboard.press('Control+Alt+K');
  await page
    .locator('#jp-Teach-panel .jp-Teach-facts')
    .waitFor({ timeout: 60_000 });
  await picture(page, '7-notebook');
  await page.close();
});
