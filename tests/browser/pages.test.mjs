// Every page that a role reaches from its home: readable at 320 px, nothing serious for axe, light enough for a slow line.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { axe, fitsAcross, openBrowser, screenshot, signIn, startDemo, visitor, weighsAtMost } from './harness.mjs';
import { everyKindOfPage, opensResponse, speaks } from './desk.mjs';

let demo, browser;
before(async () => {
  demo = await startDemo();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** The pages of one's account, which stand in the head of every page. */
const OWN = ['/account/factors', '/account/factors/add', '/account/password', '/account/sessions', '/account/record'];
/** What must be among the pages that links lead to from the home of who looks after accounts. */
const LOOKED_AFTER = {
  coordinator: [/^\/users$/, /^\/users\/[^/]+$/, /\/role$/, /\/suspend$/, /\/leave$/, /^\/lost-factors$/, /^\/record$/],
  court_coordinator: [/^\/users$/, /^\/users\/[^/]+$/, /\/role$/, /\/suspend$/, /\/leave$/, /^\/lost-factors$/, /^\/record$/],
  secretariat: [/^\/secretariat\/accounts\/[^/]+$/, /\/role$/, /\/suspend$/, /\/leave$/, /^\/lost-factors$/, /^\/secretariat\/record$/],
};

for (const wanted of [
  { role: 'coordinator', state: 'SVN' },
  { role: 'contributor', state: 'SEN' },
  { role: 'reader', state: 'SEN' },
  { role: 'court_reader' },
  { role: 'court_coordinator' },
  { role: 'facilitator' },
  { role: 'secretariat' },
]) {
  test(`every page of a ${wanted.role} can be read by everybody`, async () => {
    const person = await visitor(browser, demo.base, 'narrow');
    await signIn(person.page, await demo.account(wanted));
    await speaks(person.page, wanted.role === 'reader' ? 'fr' : 'en');
    const from = ['/', '/help', OWN[0]];
    if (wanted.role === 'coordinator') {
      const response = await opensResponse(person.page);
      from.push(response, ...'PABCDEFGHIJKL'.split('').map((code) => `${response}/sections/${code}`));
    }
    if (wanted.role === 'secretariat') {
      // An account of a State, which has a role to be changed; one stands for all.
      await person.page.goto('/secretariat/accounts?of=SEN');
      const hrefs = await person.page.locator('main a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
      from.push(hrefs.find((href) => /^\/secretariat\/accounts\/[0-9a-f-]{36}$/.test(href)));
    }
    const pages = await everyKindOfPage(person.page, from);
    const missing = [...OWN.filter((path) => !pages.includes(path)), ...(LOOKED_AFTER[wanted.role] ?? []).filter((one) => !pages.some((path) => one.test(path)))];
    assert.deepEqual(missing, [], `no link leads to these; the others are ${pages.join(' ')}`);
    for (const path of pages) {
      await person.page.goto(path);
      await fitsAcross(person.page);
      await axe(person.page);
    }
    await screenshot(person.page, `last-${wanted.role}`);
    await person.close();
  });
}

test('a section weighs less than 100 kB with everything that it loads', async () => {
  const person = await visitor(browser, demo.base, 'desktop');
  await signIn(person.page, await demo.account({ role: 'coordinator', state: 'SEN' }));
  const response = await opensResponse(person.page);
  for (const code of 'PABCDEFGHIJKL') {
    const fresh = await visitor(browser, demo.base, { viewport: { width: 1280, height: 900 }, storageState: await person.context.storageState() });
    await weighsAtMost(fresh.page, `${response}/sections/${code}`, 100_000);
    await fresh.close();
  }
  await person.close();
});

test('who is not signed in is asked to, and a page that is not yours does not exist', async () => {
  const stranger = await visitor(browser, demo.base, 'noScript');
  await stranger.page.goto('/secretariat/cycles');
  assert.match(stranger.page.url(), /\/sign-in\?back=/);
  await axe(stranger.page);
  await stranger.page.locator('#email').fill('nobody@sen.example');
  await stranger.page.locator('#password').fill('wrong wrong wrong wrong');
  await stranger.page.locator('main button.main').click();
  await stranger.page.waitForLoadState();
  assert.match(await stranger.page.locator('.errors').innerText(), /do not fit together/);
  await axe(stranger.page);
  await stranger.close();
  const locked = await visitor(browser, demo.base, 'narrow');
  for (const path of ['/sign-in', '/forgotten', '/reset', '/invitation', '/signed-out', '/help']) {
    await locked.page.goto(path);
    await fitsAcross(locked.page);
    await axe(locked.page);
  }
  await locked.close();
  const reader = await visitor(browser, demo.base, 'noScript');
  await signIn(reader.page, await demo.account({ role: 'reader', state: 'SEN' }));
  const answer = await reader.page.goto('/secretariat/cycles');
  assert.equal(answer.status(), 404);
  await axe(reader.page);
  await reader.close();
});
