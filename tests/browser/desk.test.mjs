// The State's desk in a browser: a coordinator asks a reader to look, who makes remarks and then clears the draft; the history of an answer
// and an internal comment. In two widths and without scripts, each page with axe.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { opensResponse } from './desk.mjs';
import { isGood, signIn, stage, visitor } from './harness.mjs';

const its = stage();

async function comes(situation, wanted) {
  const person = await visitor(its.browser, its.demo.base, situation);
  await signIn(person.page, await its.demo.account(wanted));
  return person;
}

/** Saves a text as the answer to L.4, by the button at the foot of the section. */
async function answers(page, response, text) {
  await page.goto(`${response}/sections/L`);
  await page.locator('details:has([name="value:L.4"]):not([open]) > summary').click({ timeout: 1000 }).catch(() => {});
  await page.locator('[name="value:L.4"]').fill(text);
  await page.locator('.buttons button[value="stay"]').click();
  await page.waitForURL(/[?&]saved=1/);
}

for (const situation of ['desktop', 'narrow', 'noScript']) {
  test(`a reader looks at the draft before it is submitted (${situation})`, async () => {
    const state = situation === 'narrow' ? 'SVN' : 'SEN';
    const coordinator = await comes(situation, { role: 'coordinator', state });
    const reader = await comes(situation, { role: 'reader', state });
    const [desk, chancery] = [coordinator.page, reader.page];
    const response = await opensResponse(desk);
    await answers(desk, response, `The first text of ${situation}`);
    await answers(desk, response, `The second text of ${situation}`);
    await desk.goto(`${response}/sections/L/history/L.4`);
    assert.ok(await desk.locator('main ins').count(), 'no difference is marked');
    await isGood(desk, `desk-history-${situation}`);

    // The colleague whom the list offers first may be the other coordinator: the reader is chosen by name.
    await desk.goto(`${response}/clearance`);
    await isGood(desk, `desk-clearance-empty-${situation}`);
    const value = await desk.locator('select[name="to"] option', { hasText: /reader|lecteur/i }).first().getAttribute('value');
    await desk.locator('select[name="to"]').selectOption(value);
    await desk.locator('textarea[name="note"]').fill('Please look at section L before Friday.');
    await desk.locator('form:has(select[name="to"]) button.main').click();
    await desk.waitForLoadState();
    await isGood(desk, `desk-clearance-asked-${situation}`);

    await chancery.goto(response);
    await chancery.locator('main .look a[href$="/clearance"]').click();
    await chancery.waitForLoadState();
    await isGood(chancery, `desk-clearance-answer-${situation}`);
    const answer = chancery.locator('form:has(input[name="verdict"])');
    await answer.locator('button.main').click();
    await chancery.waitForLoadState();
    assert.equal(await chancery.locator('.errors').count(), 1, 'an answer without a verdict is taken');
    await isGood(chancery, `desk-clearance-refused-${situation}`);
    await answer.locator('input[value="cleared"]').check();
    await answer.locator('button.main').click();
    await chancery.waitForLoadState();
    assert.equal(await answer.count(), 0, 'the request is still there to be answered');

    await desk.goto(`${response}/check`);
    assert.equal(await desk.locator('main .box a[href$="/clearance"]').count(), 1);
    await answers(desk, response, `The third text of ${situation}`);
    await desk.goto(`${response}/clearance`);
    assert.ok(await desk.locator('main p.look').count(), 'a later change is not said');
    await isGood(desk, `desk-clearance-outdated-${situation}`);
    await coordinator.close();
    await reader.close();
  });
}
