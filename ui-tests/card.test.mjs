// What a learner finds out about the model: the badge, its card, by keyboard, in both themes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBrowser, startLab } from './lab.mjs';
import { barriers, cutParts, dragTo, openNotebook, picture } from './panel.mjs';

const MODEL_MS = 180_000;
const SIZE = { viewport: { width: 1400, height: 900 } };

let browser;

before(async () => {
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
});

async function withLab(settings, journey) {
  const lab = await startLab(settings);
  const page = await browser.newPage(SIZE);
  try {
    await journey(page, lab);
  } finally {
    await page.close();
    await lab.stop();
  }
}

test('the badge opens a card by keyboard, Escape leads back to it', async () => {
  await withLab({}, async (page, lab) => {
    const panel = await openNotebook(
      page,
      lab.page('lab/tree/en/01-loops-and-conditions.ipynb'),
    );
    const badge = panel.locator('button.jp-Teach-badge');
    await badge.focus();
    await page.keyboard.press('Enter');
    const card = panel.getByRole('dialog', { name: 'About the model' });
    await card.getByText('Apache-2.0').waitFor();
    const said = await card.innerText();
    assert.match(said, /On this machine; nothing leaves it\./);
    assert.match(said, /Q4_K_M: about 4 bits for each parameter/);
    assert.match(said, /Open weights, not open source/);
    assert.match(said, /491 MB/);
    assert.equal(await card.locator('a').count(), 0);
    assert.deepEqual(await barriers(page), []);
    await picture(page, 'card-1-light');
    await card.getByRole('button', { name: 'Measure its speed here' }).click();
    await card
      .getByText(/\d tokens a second, the first after/)
      .waitFor({ timeout: MODEL_MS });
    await picture(page, 'card-1-measured');
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
    await panel.locator('button.jp-Teach-badge:focus').waitFor();
  });
});

test('the card is readable in French, in the dark and in a narrow panel', async () => {
  const settings = {
    '@jupyterlab/apputils-extension:themes': { theme: 'JupyterLab Dark' },
    '@jupyterlab/translation-extension:plugin': { locale: 'fr_FR' },
  };
  await withLab(settings, async (page, lab) => {
    const panel = await openNotebook(
      page,
      lab.page('lab/tree/fr/01-boucles-et-conditions.ipynb'),
    );
    await panel.locator('button.jp-Teach-badge').click();
    const card = panel.getByRole('dialog', { name: 'À propos du modèle' });
    await card.getByText('Apache-2.0').waitFor();
    assert.match(await card.innerText(), /Poids ouverts, mais pas open source/);
    assert.deepEqual(await barriers(page), []);
    await picture(page, 'card-2-french-dark');
    await dragTo(page, 300);
    assert.equal((await panel.boundingBox()).width, 300);
    assert.deepEqual(await cutParts(page), []);
    await picture(page, 'card-3-french-narrow');
  });
});
