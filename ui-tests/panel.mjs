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

/** The code in a cell, without suggestions. */
export async function codeIn(cell) {
  return cell.locator('.cm-content').evaluate(content => {
    const written = content.cloneNode(true);
    for (const ghost of written.querySelectorAll('[class*=GhostText]')) {
      ghost.remove();
    }
    return [...written.querySelectorAll('.cm-line')]
      .map(line => line.textContent)
      .join('\n');
  });
}

/** Parts of the panel that are cut at its right edge, or that would scroll sideways. */
export async function cutParts(page) {
  return page.locator('#jp-Teach-panel').evaluate(panel => {
    let edge = globalThis.innerWidth;
    for (let each = panel; each; each = each.parentElement) {
      edge = Math.min(edge, each.getBoundingClientRect().right);
    }
    const parts = [...panel.querySelectorAll('*')].filter(part => {
      const { right, width } = part.getBoundingClientRect();
      const overflows = part.scrollWidth > part.clientWidth + 1;
      return width > 1 && (right > edge + 1 || (overflows && part.clientWidth));
    });
    return parts.map(part => `${part.tagName}.${part.className}`);
  });
}

/** Make the panel as wide as this, by its edge, as a learner would. */
export async function dragTo(page, width) {
  const {
    x,
    y,
    width: before,
  } = await page.locator('#jp-Teach-panel').boundingBox();
  await page.mouse.move(x - 1, y + 200);
  await page.mouse.down();
  await page.mouse.move(x - 1 + before - width, y + 200, { steps: 5 });
  await page.mouse.up();
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
