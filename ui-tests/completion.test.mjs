// Suggestions at the cursor: shown, taken, taken back; none where the instructor turned them off.
import assert from 'node:assert/strict';
import {
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startBrowser, startLab } from './lab.mjs';
import { codeIn, openNotebook, picture } from './panel.mjs';

const NOTEBOOK = 'en/01-loops-and-conditions.ipynb';
const MODEL_MS = 180_000;
const BEGUN = 'numbers = [1, 2, 3]\nfor number in ';

let browser;
const courses = mkdtempSync(join(tmpdir(), 'teach-courses-'));

before(async () => {
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  rmSync(courses, { recursive: true });
});

test('a suggestion is shown in grey, taken with Tab, and gone with one undo', async run => {
  const lab = await startLab();
  run.after(lab.stop);
  const page = await opened(lab);
  const cell = await typed(page, BEGUN);
  const ghost = page.locator('.jp-GhostText').first();
  await ghost.waitFor({ timeout: MODEL_MS });
  const suggested = await ghost.innerText();
  assert.equal(await codeIn(cell), BEGUN);
  await picture(page, '8-completion');

  await page.keyboard.press('Tab');
  await page.waitForFunction(
    () => !globalThis.document.querySelector('.jp-GhostText'),
  );
  assert.equal(await codeIn(cell), BEGUN + suggested);

  await page.keyboard.press('Control+Z');
  assert.equal(await codeIn(cell), BEGUN);
  await page.close();
});

test('where the instructor turned completion off, nothing is suggested', async run => {
  const lab = await startLab({}, coursesWithoutCompletion());
  run.after(lab.stop);
  const page = await opened(lab);
  const reply = page.waitForResponse(/llm-teach\/complete/);
  await typed(page, BEGUN);
  assert.deepEqual(await (await reply).json(), {
    text: '',
    withheld: 'policy',
  });
  assert.equal(await page.locator('.jp-GhostText').count(), 0);
  await page.close();
});

async function opened(lab) {
  const page = await browser.newPage({
    viewport: { width: 1400, height: 900 },
  });
  await openNotebook(page, lab.page(`lab/tree/${NOTEBOOK}`));
  return page;
}

/** Write into the cell of a worked example, key by key. */
async function typed(page, code) {
  const cell = page.locator('.jp-CodeCell', { hasText: 'temperature' }).first();
  await cell.locator('.cm-content').click();
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await page.keyboard.type(code);
  return page.locator('.jp-CodeCell.jp-mod-active');
}

function coursesWithoutCompletion() {
  cpSync('exercises', courses, { recursive: true });
  const rules = join(courses, 'en', 'teach.toml');
  const text = readFileSync(rules, 'utf8');
  writeFileSync(rules, text.replace('completion = true', 'completion = false'));
  return courses;
}
