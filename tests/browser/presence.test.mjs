// Who is editing a section: a colleague who opens it is told by the script, and nobody without one.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { opensResponse } from './desk.mjs';
import { axe, fitsAcross, screenshot, signIn, stage, visitor } from './harness.mjs';

const its = stage();

async function comes(situation, wanted) {
  const person = await visitor(its.browser, its.demo.base, situation);
  await signIn(person.page, await its.demo.account(wanted));
  return person;
}

test('a reader is told who is editing, and a coordinator not of themselves', async () => {
  const coordinator = await comes('desktop', { role: 'coordinator', state: 'SEN' });
  const reader = await comes('narrow', { role: 'reader', state: 'SEN' });
  const response = await opensResponse(coordinator.page);
  const section = `${response}/sections/L`;
  const told = (page) => page.locator('[data-presence]');

  await reader.page.goto(section);
  await coordinator.page.goto(section);
  assert.ok(await told(reader.page).isHidden(), 'somebody is said to be editing who only looks');
  await coordinator.page.locator('details:has([name="value:L.4"]):not([open]) > summary').click({ timeout: 1000 }).catch(() => {});
  const said = coordinator.page.waitForRequest((request) => request.url().endsWith('/presence') && /editing=1/.test(request.postData() ?? ''));
  await coordinator.page.locator('[name="value:L.4"]').pressSequentially('As one types');
  await (await said).response();

  await reader.page.goto(section);
  await told(reader.page).waitFor({ state: 'visible', timeout: 5000 });
  assert.match(await told(reader.page).innerText(), /is editing this section|modifie cette section/);
  await axe(reader.page);
  await fitsAcross(reader.page);
  await screenshot(reader.page, 'presence-narrow');
  assert.ok(await told(coordinator.page).isHidden(), 'the coordinator is told of themselves');
  await coordinator.page.locator('.buttons button[value="stay"]').click();
  await coordinator.page.waitForLoadState();
  await Promise.all([coordinator.close(), reader.close()]);
});

test('without scripts nothing is said of it', async () => {
  const reader = await comes('noScript', { role: 'reader', state: 'SEN' });
  const response = await opensResponse(reader.page);
  await reader.page.goto(`${response}/sections/L`);
  assert.ok(await reader.page.locator('[data-presence]').isHidden());
  await reader.close();
});
