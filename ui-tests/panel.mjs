// What a learner does: open a notebook, write an answer, use the panel.
import { createRequire } from 'node:module';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const RESULTS = fileURLToPath(new URL('results/', import.meta.url));
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const OPEN_MS = 90_000;

/** Open a notebook with the panel beside it. */
export async function openNotebook(page, url) {
  await page.goto(url);
  await page
    .locator('.jp-Notebook .jp-Cell')
    .first()
    .waitFor({ timeout: OPEN_MS });
  const panel = page.locator('#jp-Teach-panel');
  if (!(await panel.isVisible())) {
    await page
      .locator('.jp-SideBar.jp-mod-right [data-id="jp-Teach-panel"]')
      .click();
  }
  await panel.locator('.jp-Teach-header').waitFor();
  return panel;
}

/** Replace the code of the answer cell that defines a function. */
export async function answer(page, name, code) {
  const cell = page
    .locator('.jp-CodeCell', { hasText: `def ${name}(` })
    .first();
  await cell.scrollIntoViewIfNeeded();
  await cell.locator('.cm-content').click();
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(code);
}

/** Keep a picture for people to look at. */
export async function picture(page, name) {
  mkdirSync(RESULTS, { recursive: true });
  await page.screenshot({ path: `${RESULTS}${name}.png` });
}

/** What axe-core finds wrong in the panel. */
export async function barriers(page) {
  await page.addScriptTag({ path: AXE });
  const found = await page.evaluate(() =>
    globalThis.axe.run('#jp-Teach-panel', {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'],
    }),
  );
  return found.violations.map(each => `${each.id}: ${each.nodes[0]?.html}`);
}
