// Files beside answers: attached with title, language and translation, described anew, taken away, brought back; on a telephone's width and a desktop's.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { opensResponse, speaks } from './desk.mjs';
import { isGood, signIn, stage, visitor } from './harness.mjs';

const its = stage();

/** A file that is a PDF by its structure. */
const pdf = (text) => Buffer.from(`%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\n% ${text}\nxref\n0 1\ntrailer<<>>\nstartxref\n9\n%%EOF\n`);

// A file goes in pieces where there is JavaScript, and the page comes when all of it has arrived.
async function attached(page, count) {
  await page.locator('.versions > li').nth(count - 1).waitFor();
  await page.waitForLoadState();
}

for (const [name, language, situation] of [
  ['360', 'fr', { viewport: { width: 360, height: 740 }, javaScriptEnabled: false }],
  ['1280', 'en', 'desktop'],
]) {
  test(`a law is attached to an answer at ${name} px`, async () => {
    const person = await visitor(its.browser, its.demo.base, situation);
    const { page } = person;
    await signIn(page, await its.demo.account({ role: 'coordinator', state: name === '360' ? 'SVN' : 'SEN' }));
    await speaks(page, language);
    const response = await opensResponse(page);
    await page.goto(`${response}/sections/C?all=1`);
    await page.locator('#q-C\\.1 .under a[href*="/attachments/"]').click();
    await page.waitForLoadState();
    await isGood(page, `attached-none-${name}`);
    await page.locator('#title').fill('Law No. 2007-02 of 12 February 2007, articles 677-1 to 677-64');
    await page.locator('#language').selectOption('fr');
    await page.locator('input[name="translation"][value="official_translation"]').check();
    await page.locator('#file').setInputFiles({ name: 'loi-2007-02.pdf', mimeType: 'application/pdf', buffer: pdf('law') });
    await page.locator('form[enctype] button.main').click();
    await attached(page, 1);
    await page.locator('#language').selectOption('other');
    await page.locator('#other_language').fill('Wolof');
    await page.locator('#file').setInputFiles({ name: 'note-for-the-registry-with-a-rather-long-name-indeed.pdf', mimeType: 'application/pdf', buffer: pdf('note') });
    await page.locator('form[enctype] button.main').click();
    await attached(page, 2);
    await isGood(page, `attached-two-${name}`);
    // Describes the second, and takes the first away.
    await page.locator('.versions > li:nth-child(2) a[href*="?file="]').click();
    await page.waitForLoadState();
    assert.equal(await page.locator('#other_language').inputValue(), 'Wolof');
    await page.locator('#title').fill('Note for the Registry');
    await isGood(page, `attached-describing-${name}`);
    await page.locator('button[value="describe"]').click();
    await page.waitForLoadState();
    await page.locator('.versions > li:nth-child(1) button[value="remove"]').click();
    await page.waitForLoadState();
    await isGood(page, `attached-removed-${name}`);
    await page.locator('button[value="back"]').click();
    await page.waitForLoadState();
    await page.goto(`${response}/sections/C?all=1`);
    assert.equal(await page.locator('#q-C\\.1 .files a[href^="/files/"]').count(), 2);
    await isGood(page, `attached-section-${name}`);
    await page.goto(`${response}/check`);
    await isGood(page, `attached-check-${name}`);
    await page.goto(`${response}/sections/L/files/L.3`);
    await isGood(page, `attached-answer-${name}`);
    await person.close();
  });
}
