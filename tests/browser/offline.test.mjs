// Filling in away from the platform in a browser: a coordinator takes the draft as a workbook, LibreOffice fills it in, it comes back, and what both
// changed is chosen. In two widths and without scripts, each page with axe.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { opensResponse } from './desk.mjs';
import { isGood, signIn, stage, visitor } from './harness.mjs';

const FILL = fileURLToPath(new URL('../office/fill.py', import.meta.url));
const hasOffice = spawnSync('/usr/bin/python3', ['-c', 'import uno']).status === 0 && spawnSync('soffice', ['--version']).status === 0;

const its = stage();

/** Saves a text as the answer to L.4, by the button at the foot of the section. */
async function answers(page, response, text) {
  await page.goto(`${response}/sections/L`);
  await page.locator('details:has([name="value:L.4"]):not([open]) > summary').click({ timeout: 1000 }).catch(() => {});
  await page.locator('[name="value:L.4"]').fill(text);
  await Promise.all([page.waitForNavigation(), page.locator('.buttons button[value="stay"]').click()]);
}

/** Fills cells of a workbook in by LibreOffice. */
function filled(source, cells) {
  const target = source.replace('.xlsx', '-filled.xlsx');
  const done = spawnSync('/usr/bin/python3', [FILL, source, target], { input: JSON.stringify(cells), encoding: 'utf8' });
  assert.equal(done.status, 0, done.stderr);
  return target;
}

for (const situation of ['desktop', 'narrow', 'noScript']) {
  test(`a draft goes out as a workbook and comes back (${situation})`, { skip: !hasOffice && !process.env.CI }, async () => {
    const state = situation === 'narrow' ? 'SVN' : 'SEN';
    const person = await visitor(its.browser, its.demo.base, situation);
    await signIn(person.page, await its.demo.account({ role: 'coordinator', state }));
    const { page } = person;
    const response = await opensResponse(page);
    await answers(page, response, `The first text of ${situation}`);
    await page.goto(`${response}/offline`);
    await isGood(page, `offline-${situation}`);
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('button[value="xlsx"]').click()]);
    const source = path.join(await mkdtemp(path.join(tmpdir(), 'concord-offline-')), 'draft.xlsx');
    await download.saveAs(source);
    const file = filled(source, [
      ['L.4', 'D', 'text', `The text of the file, ${situation}`],
      ['C.1', 'D', 'text', `First the ministry, then the court.\nAs ${situation} says.`],
      ['A.2.title@+1', 'D', 'text', 'An invented law on cooperation'],
      ['A.2.in_force@+1', 'D', 'typed', '2019-05-01'],
      ['A.2.in_force@+2', 'D', 'text', 'last spring'],
      ['P.2', 'G', 'text', 'By telephone'],
    ]);
    await answers(page, response, `The second text of ${situation}`);
    await page.goto(`${response}/offline`);
    await page.locator('#file').setInputFiles(file);
    await page.locator('form[enctype] button.main').click();
    await page.waitForLoadState();
    assert.equal(await page.locator('#conflicts').count(), 1, await page.locator('main').innerText());
    assert.equal(await page.locator('#wrong').count(), 1, await page.locator('main').innerText());
    await isGood(page, `offline-import-${situation}`);
    await page.locator('[name="choose:L.4"][value="theirs"]').check();
    await page.locator('main form button.main').click();
    await page.waitForLoadState();
    await isGood(page, `offline-taken-${situation}`);
    await page.goto(`${response}/sections/L`);
    assert.equal(await page.locator('[name="value:L.4"]').inputValue(), `The text of the file, ${situation}`);
    await page.goto(response);
    await isGood(page, `offline-overview-${situation}`);
    await person.close();
  });
}
