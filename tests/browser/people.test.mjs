// How accounts are looked after, in a browser: a State's people, a person's page, a coordinator who waits to be confirmed, a hand-over.
// Each page in two widths, with axe.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isGood, showCode, signIn, stage, visitor } from './harness.mjs';

const its = stage();

/** Opens the form that adds a person, fills it and sends it. */
async function adds(page, account, name, email, role) {
  await page.goto('/users');
  await page.evaluate(() => document.querySelectorAll('details').forEach((folded) => (folded.open = true)));
  const form = page.locator('form[action="/users"]');
  await form.locator('[name="name"]').fill(name);
  await form.locator('[name="email"]').fill(email);
  await form.locator('[name="role"]').selectOption(role);
  if (role === 'coordinator') {
    await form.locator('[name="note"]').fill('NV/2026/113');
    await form.locator('[name="note_date"]').fill('2026-01-14');
  }
  await form.locator('button.main').click();
  await page.waitForLoadState();
  await showCode(page, account);
}

for (const situation of ['desktop', 'narrow']) {
  test(`a coordinator and the Secretariat look after people (${situation})`, async () => {
    const state = await visitor(its.browser, its.demo.base, situation);
    const { page } = state;
    const account = await its.demo.account({ role: 'coordinator', state: situation === 'desktop' ? 'SEN' : 'SVN' });
    await signIn(page, account);
    await page.goto('/users');
    await isGood(page, `people-${situation}`);
    await adds(page, account, '', 'nowhere', '');
    await isGood(page, `people-refused-${situation}`);
    const end = situation === 'desktop' ? 'sen' : 'svn';
    await adds(page, account, 'Binta Fall', `fall@${end}.example`, 'contributor');
    assert.ok(await page.locator('dl.facts code').count(), await page.locator('main').innerText());
    await isGood(page, `people-issued-${situation}`);
    await adds(page, account, 'Cheikh Sow', `sow@${end}.example`, 'coordinator');
    await isGood(page, `people-waits-${situation}`);
    const contributor = page.locator('tr', { hasText: situation === 'desktop' ? 'F. Ndiaye' : 'B. Zupan' }).locator('th a');
    const person = await contributor.getAttribute('href');
    for (const [path, name] of [['', 'person'], ['/role', 'role'], ['/suspend', 'suspend'], ['/leave', 'leave']]) {
      await page.goto(person + path);
      await isGood(page, `people-${name}-${situation}`);
    }
    await state.close();

    const desk = await visitor(its.browser, its.demo.base, situation);
    const member = await its.demo.account({ role: 'secretariat' });
    await signIn(desk.page, member);
    await isGood(desk.page, `people-home-secretariat-${situation}`);
    await desk.page.goto('/secretariat/accounts');
    await isGood(desk.page, `people-accounts-${situation}`);
    await desk.page.goto('/secretariat/states');
    await isGood(desk.page, `people-states-${situation}`);
    await desk.page.goto('/secretariat/accounts');
    await desk.page.locator('a[href$="/confirm"]', { hasText: 'Cheikh Sow' }).first().click();
    await isGood(desk.page, `people-confirm-${situation}`);
    await desk.page.locator('[name="reference"]').fill('NV/2027/114');
    await desk.page.locator('[name="date"]').fill('2026-01-15');
    await desk.page.locator('main form button.main').click();
    await desk.page.waitForLoadState();
    await showCode(desk.page, member);
    await isGood(desk.page, `people-confirmed-${situation}`);
    assert.match(await desk.page.locator('main').innerText(), /NV\/2027\/114/);

    // A member of the Secretariat adds another one, and cannot confirm that alone.
    await desk.page.goto('/secretariat/accounts');
    await desk.page.evaluate(() => document.querySelectorAll('details').forEach((folded) => (folded.open = true)));
    const add = desk.page.locator('form[action="/secretariat/accounts"].box');
    await add.locator('[name="name"]').fill('Olga Petit');
    await add.locator('[name="email"]').fill(`petit-${situation}@secretariat.example`);
    await add.locator('[name="role"]').selectOption('secretariat');
    await add.locator('button.main').click();
    await desk.page.waitForLoadState();
    await showCode(desk.page, member);
    await isGood(desk.page, `people-member-added-${situation}`);
    await desk.page.locator('.box.done a[href$="/confirm"]').click();
    await isGood(desk.page, `people-member-confirm-${situation}`);
    assert.equal(await desk.page.locator('main form').count(), 0, 'who proposed it sees no form');
    const other = await visitor(its.browser, its.demo.base, situation);
    await signIn(other.page, await its.demo.account({ role: 'secretariat', email: 'morel@secretariat.example' }));
    await other.page.goto(desk.page.url());
    await isGood(other.page, `people-member-confirm-other-${situation}`);
    await other.close();

    // What somebody holds whom the Secretariat lets go is left to the State, and the last coordinator's going stands out.
    await desk.page.goto(person.replace('/users', '/secretariat/accounts') + '/leave');
    await isGood(desk.page, `people-leave-secretariat-${situation}`);
    await desk.close();
  });
}
