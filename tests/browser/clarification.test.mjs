// A clarification in a browser: a coordinator of the Court asks about an answer, a coordinator of the State finds it on the home page and replies, the
// Court reads the reply and ends it. By the keyboard alone, in two widths and without scripts, each page with axe.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isGood, showCode, signIn, stage, visitor } from './harness.mjs';

const its = stage();

const SITUATIONS = [
  { name: 'desktop', situation: 'desktop', organ: 'registry' },
  { name: '360', situation: { viewport: { width: 360, height: 740 } }, organ: 'otp' },
  { name: 'noScript', situation: 'noScript', organ: 'registry' },
];

const response = (question = '') => `/cycles/2026/responses/SVN${question}`;

async function comes(situation, wanted) {
  const account = await its.demo.account(wanted);
  const person = await visitor(its.browser, its.demo.base, situation);
  await signIn(person.page, account);
  return { ...person, account };
}

/** Presses the tabulator until the focus is on what the selector says. */
async function tabsTo(page, selector) {
  assert.equal(await page.locator(selector).count(), 1, `not one of ${selector} on ${page.url()}`);
  for (let presses = 0; presses < 600; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
  }
  assert.fail(`the keyboard does not reach ${selector} on ${page.url()}`);
}

/** Goes on from what has the focus, past a code where one is asked for. */
async function enters(person) {
  await Promise.all([person.page.waitForNavigation(), person.page.keyboard.press('Enter')]);
  await person.page.waitForLoadState();
  await showCode(person.page, person.account);
}

async function presses(person, selector) {
  await tabsTo(person.page, selector);
  await enters(person);
}

/** Writes into the one field for a text and sends the form, by the keyboard. */
async function writes(person, text) {
  const { page } = person;
  await tabsTo(page, '#text');
  await page.keyboard.type(text);
  await presses(person, 'form:has(#text) button.main');
}

for (const { name, situation, organ } of SITUATIONS) {
  test(`the Court asks, the State replies, the Court reads it and ends it (${name})`, async () => {
    const court = await comes(situation, { role: 'court_coordinator', organ });
    const state = await comes(situation, { role: 'coordinator', state: 'SVN' });

    // From the answer to the question about it.
    await court.page.goto(response());
    const ways = court.page.locator('dd.change a[href*="/clarifications/"]');
    const way = await ways.nth(1).getAttribute('href');
    const key = way.split('/').at(-1);
    await isGood(court.page, `clarification-response-${name}`);
    await presses(court, `a[href="${way}"]`);
    await isGood(court.page, `clarification-ask-${name}`);
    await presses(court, 'form:has(#text) button.main');
    assert.equal(await court.page.locator('#text[aria-invalid="true"]').count(), 1, 'nothing is asked, and it is taken');
    await isGood(court.page, `clarification-nothing-asked-${name}`);
    await writes(court, `Which authority is meant here, as asked on ${name}?`);
    const address = new URL(court.page.url()).pathname;
    assert.match(address, /^\/clarifications\/[0-9a-f-]{36}$/);
    await isGood(court.page, `clarification-asked-${name}`);
    await court.page.goto(response());
    assert.equal(await court.page.locator(`[id="q-${key}"] a[href="${address}"]`).count(), 1, 'the answer does not lead to it');

    // The State's coordinator finds it on the home page.
    await state.page.goto('/');
    await isGood(state.page, `clarification-home-${name}`);
    await presses(state, `main a[href="${address}"]`);
    assert.equal(new URL(state.page.url()).pathname, address);
    assert.match(await state.page.locator('main').innerText(), new RegExp(`as asked on ${name}`));
    await isGood(state.page, `clarification-reply-${name}`);
    await writes(state, `It is the ministry of justice, as replied on ${name}.`);
    assert.equal(await state.page.locator('#text').count(), 0, 'the State is to reply twice');
    await isGood(state.page, `clarification-replied-${name}`);

    // The Court finds the reply among those that wait for it, and ends it.
    await court.page.goto('/clarifications');
    await isGood(court.page, `clarification-list-${name}`);
    await presses(court, `main a[href="${address}"]`);
    assert.match(await court.page.locator('main').innerText(), new RegExp(`as replied on ${name}`));
    await isGood(court.page, `clarification-read-${name}`);
    await presses(court, 'button[name="then"][value="settled"]');
    await court.page.goto(address);
    assert.equal(await court.page.locator('#text, button[name="then"]').count(), 0, 'it has ended and goes on');
    await isGood(court.page, `clarification-ended-${name}`);
    await state.page.goto('/');
    assert.equal(await state.page.locator(`main a[href="${address}"]`).count(), 0, 'it waits on the home page still');
    await state.page.goto(address);
    assert.match(await state.page.locator('main').innerText(), new RegExp(`as replied on ${name}`));
    assert.equal(await state.page.locator('#text').count(), 0);
    await court.close();
    await state.close();
  });
}

test('a question that the State did not answer has a line of its own once it is asked about', async () => {
  const court = await comes('desktop', { role: 'court_coordinator', organ: 'registry' });
  const { page } = court;
  await page.goto(response());
  const shown = new Set(await page.locator('[id^="q-"]').evaluateAll((all) => all.map((one) => one.id)));
  await page.goto(response('/clarifications'));
  const ways = await page.locator('ul.tasks a').evaluateAll((all) => all.map((one) => one.getAttribute('href')));
  const way = ways.find((href) => !shown.has(`q-${href.split('/').at(-1)}`));
  assert.ok(way, 'everything is answered');
  await page.goto(way);
  await writes(court, 'Why is nothing said here?');
  const address = new URL(page.url()).pathname;
  await page.goto(response());
  const line = page.locator(`[id="q-${way.split('/').at(-1)}"]`);
  assert.equal(await line.locator(`a[href="${address}"]`).count(), 1);
  await isGood(page, 'clarification-not-answered');

  // Nobody else finds it, and another State's people do not know of it.
  const other = await comes('desktop', { role: 'coordinator', state: 'SEN' });
  assert.equal((await other.page.goto(address)).status(), 404);
  await other.page.goto(response());
  assert.equal(await other.page.locator(`[id="q-${way.split('/').at(-1)}"]`).count(), 0);
  await other.close();
  await court.close();
});
