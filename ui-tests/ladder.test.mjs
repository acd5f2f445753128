// The ladder of a course with conditions: what a step costs, why it is closed, and how it opens.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

const RULES = language => `
[course]
id = "the-ladder-${language}"
title = "The ladder"
language = "${language}"

[policy]
highest_rung = "solution"
completion = "off"
cool_down = 10
stuck_minutes = 0.3
instructor = "Ada Byron"
rungs.question = { test_run = true, cost = 0.5 }
rungs.concept = { reflection = true, cost = "10 %" }
rungs.locate = { attempts = 2 }
rungs.solution = { after_passing = true }
`;
const TOO_SHORT = name => `def ${name}(xs, k):
    return [sum(xs[i:i + k]) / k for i in range(len(xs) - k)]`;
const NOT_DIVIDED = name => `def ${name}(xs, k):
    return [sum(xs[i:i + k]) for i in range(len(xs) - k + 1)]`;
const RIGHT = name => `def ${name}(xs, k):
    return [sum(xs[i:i + k]) / k for i in range(len(xs) - k + 1)]`;
const WORDS = 'I counted the windows by hand and one of them is missing';
const WAIT_MS = 40_000;

let courses;
let browser;

before(async () => {
  courses = mkdtempSync(join(tmpdir(), 'teach-ladder-'));
  for (const language of ['en', 'fr']) {
    cpSync(`exercises/${language}`, join(courses, language), {
      recursive: true,
    });
    writeFileSync(join(courses, language, 'teach.toml'), RULES(language));
  }
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  rmSync(courses, { recursive: true, force: true });
});

async function labOn(language, settings = {}) {
  return startLab(settings, join(courses, language), [
    '--TeachApp.engine=none',
  ]);
}

function rung(panel, name) {
  return panel.locator(`.jp-Teach-ladder [data-rung=${name}]`);
}

test('a step opens by a check, by a few words, by waiting, by trying and by passing', async () => {
  const lab = await labOn('en');
  const page = await browser.newPage({
    viewport: { width: 1400, height: 1000 },
  });
  try {
    const url = lab.page('lab/tree/02-strings-and-lists.ipynb');
    const panel = await openNotebook(page, url);
    const invitation = panel.locator('.jp-Teach-invitation');
    await answer(page, 'running_mean', TOO_SHORT('running_mean'));

    // A check: asking runs the tests, whose result comes first.
    await rung(panel, 'question').waitFor();
    assert.match(
      await rung(panel, 'question').getAttribute('aria-label'),
      /costs 0\.5 points/,
    );
    await rung(panel, 'question').click();
    await panel.locator('[data-phase=opened]').waitFor({ timeout: WAIT_MS });
    await picture(page, 'ladder-1-opened');
    await dragTo(page, 440);
    assert.deepEqual(await cutParts(page), []);
    await picture(page, 'ladder-1-wide');
    await panel.getByRole('button', { name: 'Show it' }).click();
    await panel.locator('.jp-Teach-hint[data-rung=question] footer').waitFor();
    await panel.getByText('Help used: 1 hint · 0.5 points').waitFor();

    // A few words.
    await rung(panel, 'concept').click();
    await invitation
      .and(panel.locator('[data-reason=reflect_first]'))
      .waitFor();
    const box = invitation.getByRole('textbox');
    await box.focus();
    await page.keyboard.type('no idea');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await invitation.getByText('Write a little more').waitFor();
    await picture(page, 'ladder-2-reflection');
    assert.deepEqual(await barriers(page), []);
    await box.fill(WORDS);
    await invitation.getByRole('button').click();

    // A wait, which ends by itself.
    await invitation.and(panel.locator('[data-reason=cool_down]')).waitFor();
    await invitation
      .locator('.jp-Teach-opens', { hasText: /It opens in 0:\d\d\./ })
      .waitFor();
    await picture(page, 'ladder-3-wait');
    await panel.locator('[data-phase=opened]').waitFor({ timeout: WAIT_MS });
    await panel.getByText('costs 10 % (0.3 points)').waitFor();
    await panel.getByRole('button', { name: 'Next hint: the idea' }).click();
    await panel.locator('.jp-Teach-hint[data-rung=concept] footer').waitFor();
    await panel.getByText(/Help used: 2 hints/).waitFor();

    // Another try.
    await rung(panel, 'locate').click();
    await invitation
      .and(panel.locator('[data-reason=more_attempts]'))
      .waitFor();
    assert.deepEqual(await cutParts(page), []);
    await picture(page, 'ladder-4-attempts');

    // Being stuck for long: the next step without a further try, and the instructor.
    await panel.locator('.jp-Teach-offer').waitFor({ timeout: WAIT_MS });
    await panel.getByText('The next step may help: where to look.').waitFor();
    const offer = panel.locator('.jp-Teach-note');
    await offer.getByText('Ask my instructor').focus();
    await page.keyboard.press('Enter');
    await offer.getByRole('textbox').fill('Why is the last mean missing?');
    await picture(page, 'ladder-5-stuck');
    await offer.getByRole('button', { name: 'Write the note' }).click();
    const note = offer.getByRole('textbox', { name: 'The note' });
    await note.waitFor({ timeout: WAIT_MS });
    assert.match(await note.inputValue(), /Why is the last mean missing\?/);
    assert.match(await note.inputValue(), /running_mean/);
    assert.deepEqual(await barriers(page), []);
    await picture(page, 'ladder-6-note');

    // Passing.
    await rung(panel, 'solution').click();
    await invitation
      .and(panel.locator('[data-reason=before_passing]'))
      .waitFor();
    await answer(page, 'running_mean', RIGHT('running_mean'));
    await panel.getByRole('button', { name: /Check/ }).click();
    await panel
      .locator('.jp-Teach-facts[data-state=passed]')
      .waitFor({ timeout: WAIT_MS });
    await panel.getByRole('button', { name: /the solution/ }).click();
    await panel.locator('.jp-Teach-hint[data-rung=solution] footer').waitFor();
    await picture(page, 'ladder-7-solution');

    // The server counts: a page that is opened anew knows all of it.
    await page.reload();
    const again = await openNotebook(page, url);
    await page
      .locator('.jp-CodeCell', { hasText: 'def running_mean(' })
      .first()
      .click();
    await again.getByText(/Help used: 2 hints/).waitFor();
  } finally {
    await page.close();
    await lab.stop();
  }
});

test('in French, in the dark and in a narrow panel nothing is cut', async () => {
  const lab = await labOn('fr', {
    '@jupyterlab/apputils-extension:themes': { theme: 'JupyterLab Dark' },
    '@jupyterlab/translation-extension:plugin': { locale: 'fr_FR' },
  });
  const page = await browser.newPage({
    viewport: { width: 1200, height: 1000 },
  });
  try {
    const url = lab.page('lab/tree/02-chaines-et-listes.ipynb');
    const panel = await openNotebook(page, url);
    const name = 'moyenne_glissante';
    await answer(page, name, NOT_DIVIDED(name));
    await panel.getByRole('button', { name: 'Vérifier' }).click();
    await panel.locator('.jp-Teach-facts').waitFor({ timeout: WAIT_MS });
    await rung(panel, 'question').click();
    await panel.locator('.jp-Teach-hint[data-rung=question] footer').waitFor();
    await rung(panel, 'concept').click();
    const invitation = panel.locator('.jp-Teach-invitation');
    await invitation
      .and(panel.locator('[data-reason=reflect_first]'))
      .waitFor();
    await picture(page, 'ladder-8-french-dark');
    await dragTo(page, 300);
    assert.deepEqual(await cutParts(page), []);
    assert.deepEqual(await barriers(page), []);
    await invitation.getByRole('textbox').fill(WORDS);
    await invitation.getByRole('button').click();
    await invitation
      .locator('.jp-Teach-opens', { hasText: /Ça s’ouvre dans 0:\d\d\./ })
      .waitFor();
    await picture(page, 'ladder-9-french-narrow');
    await panel.locator('.jp-Teach-offer').waitFor({ timeout: WAIT_MS });
    await panel.getByText('Demander à mon enseignant').click();
    assert.deepEqual(await cutParts(page), []);
    assert.deepEqual(await barriers(page), []);
    await picture(page, 'ladder-10-french-offer');
  } finally {
    await page.close();
    await lab.stop();
  }
});
