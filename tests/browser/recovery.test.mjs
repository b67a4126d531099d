// The ways back in: a forgotten password, one's own password, and two persons who let in who has lost everything.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { axe, fitsAcross, openBrowser, screenshot, setsUpAuthenticator, showCode, signIn, startDemo, visitor } from './harness.mjs';

const CHOSEN = 'nine copper kettles under the bridge';

let demo, browser;
before(async () => {
  demo = await startDemo();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** Looks at a page: nobody is kept out of it, and at 320 px nothing is cut off. */
async function looksAt(page, name) {
  await axe(page);
  await fitsAcross(page);
  await screenshot(page, name);
}

async function presses(page, button) {
  await Promise.all([page.waitForEvent('load'), page.locator(button).click()]);
}

/** The latest mail to an address that holds this, its soft line breaks taken out. */
async function mailTo(address, words) {
  for (let tries = 0; tries < 100; tries += 1) {
    const mails = (await demo.mails()).map((raw) => raw.replace(/=\r?\n/g, ''));
    const found = mails.filter((raw) => raw.includes(address) && raw.includes(words)).pop();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`no mail to ${address} with ${words}`);
}

/** The first step of signing in. */
async function givesPassword(page, account, password = account.password) {
  await page.goto('/sign-in');
  await page.locator('#email').fill(account.email);
  await page.locator('#password').fill(password);
  await presses(page, 'form[action="/sign-in"] button.main');
}

test('a forgotten password is replaced by the link, and the second factor is asked for', async () => {
  const account = await demo.account({ role: 'reader', state: 'SEN' });
  const person = await visitor(browser, demo.base, 'narrow');
  const { page } = person;
  await page.goto('/sign-in');
  await presses(page, 'a[href="/forgotten"]');
  await looksAt(page, 'forgotten-320');
  await page.locator('#email').fill(account.email);
  await presses(page, 'form[action="/forgotten"] button.main');
  await looksAt(page, 'forgotten-sent-320');
  const token = (await mailTo(account.email, '/reset#')).match(/\/reset#([0-9A-Z]+)/)[1];
  await page.goto(`/reset#${token}`);
  assert.equal(await page.locator('#link').inputValue(), token, 'the link fills the field in');
  assert.doesNotMatch(page.url(), /#/, 'and leaves the address');
  await page.locator('#password').fill(CHOSEN);
  await page.locator('#repeated').fill('something else');
  await presses(page, 'form[action="/reset"] button.main');
  await looksAt(page, 'reset-320');
  await page.locator('#password').fill(CHOSEN);
  await page.locator('#repeated').fill(CHOSEN);
  await presses(page, 'form[action="/reset"] button.main');
  assert.equal(new URL(page.url()).pathname, '/sign-in/factor');
  await showCode(page, account);
  assert.equal(new URL(page.url()).pathname, '/');
  await person.close();
});

test('without scripts the password is changed on the account pages', async () => {
  const account = await demo.account({ role: 'contributor', state: 'SEN' });
  const person = await visitor(browser, demo.base, 'noScript');
  const { page } = person;
  await signIn(page, account);
  await page.goto('/account/factors');
  await presses(page, 'a[href="/account/password"]');
  await screenshot(page, 'password');
  await axe(page);
  await page.locator('#present').fill('not the present password');
  await page.locator('#password').fill(CHOSEN);
  await page.locator('#repeated').fill(CHOSEN);
  await presses(page, 'form[action="/account/password"] button.main');
  assert.equal(await page.locator('.errors').count(), 1);
  await page.locator('#present').fill(account.password);
  await page.locator('#password').fill(CHOSEN);
  await page.locator('#repeated').fill(CHOSEN);
  await presses(page, 'form[action="/account/password"] button.main');
  assert.equal(new URL(page.url()).pathname, '/account/factors');
  await person.close();
});

test('who lost everything is let back in by a coordinator and the Secretariat', async () => {
  const account = await demo.account({ role: 'contributor', state: 'SVN' });
  const person = await visitor(browser, demo.base, 'narrow');
  const { page } = person;
  await givesPassword(page, account);
  await looksAt(page, 'second-step-320');
  await presses(page, 'a[href="/sign-in/lost"]');
  await looksAt(page, 'lost-320');
  await presses(page, 'form[action="/sign-in/lost"] button');
  await looksAt(page, 'lost-waits-320');

  let code;
  for (const [wanted, situation] of [[{ role: 'coordinator', state: 'SVN' }, 'narrow'], [{ role: 'secretariat' }, 'desktop']]) {
    const decider = await visitor(browser, demo.base, situation);
    const desk = decider.page;
    await signIn(desk, await demo.account(wanted));
    await looksAt(desk, `home-waiting-${situation}`);
    await presses(desk, '.box a[href="/lost-factors"]');
    await looksAt(desk, `lost-factors-${situation}`);
    await presses(desk, 'th a[href^="/lost-factors/"]');
    await looksAt(desk, `lost-factors-one-${situation}`);
    await presses(desk, 'form[action$="/agree"] button.main');
    await looksAt(desk, `lost-factors-agreed-${situation}`);
    if (wanted.role === 'secretariat') code = await desk.locator('dl.facts code').innerText();
    await decider.close();
  }
  await page.reload();
  await looksAt(page, 'lost-agreed-320');

  const token = (await mailTo(account.email, '/invitation#')).match(/\/invitation#([0-9A-Z]+)/)[1];
  await page.goto(`/invitation#${token}`);
  await page.locator('#code').fill(code);
  await page.locator('#password').fill(CHOSEN);
  await page.locator('#repeated').fill(CHOSEN);
  await presses(page, 'form[action="/invitation"] button.main');
  assert.equal(new URL(page.url()).pathname, '/account/factors/add');
  await setsUpAuthenticator(page, account);
  assert.equal(new URL(page.url()).pathname, '/');
  await person.close();
});
