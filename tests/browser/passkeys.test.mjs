// Passkeys in a real browser, by Chromium's virtual authenticator.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';

import { axe, fitsAcross, openBrowser, screenshot, showCode, signIn, startDemo, visitor } from './harness.mjs';

let demo, browser;
before(async () => {
  demo = await startDemo();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** A key in the browser that answers by itself, and what can be done to it. */
async function withKey(page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const options = {
    protocol: 'ctap2',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  };
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', { options });
  const on = (method, more = {}) => devtools.send(`WebAuthn.${method}`, { authenticatorId, ...more });
  return {
    credentials: async () => (await on('getCredentials')).credentials,
    add: (credential) => on('addCredential', { credential }),
    clear: () => on('clearCredentials'),
    verifies: (isUserVerified) => on('setUserVerified', { isUserVerified }),
  };
}

/** Clicks what sends the page's form, and waits for the page after it. */
async function goesOn(page, button) {
  await Promise.all([page.waitForEvent('framenavigated'), button.click()]);
  await page.waitForLoadState();
}

async function signsOut(page) {
  await goesOn(page, page.locator('form[action="/sign-out"] button'));
}

async function makesPasskey(page, account) {
  await page.goto('/account/factors/passkey');
  await showCode(page, account);
  await goesOn(page, page.locator('[data-passkey="create"] button'));
  assert.equal(await page.locator('.box.done').count(), 1, await page.locator('main').innerText());
}

const alone = (page) => page.locator('form[action="/sign-in/passkey"] [data-passkey="get"] button');

test('a passkey is set up, is the second step, signs in without a name, and a copy of it is noticed', async () => {
  const person = await visitor(browser, demo.base, 'narrow');
  const { page } = person;
  const account = await demo.account({ email: 'kranjc@svn.example' });
  await signIn(page, account);
  const key = await withKey(page);
  await page.goto('/account/factors/passkey');
  await fitsAcross(page);
  await axe(page);
  await makesPasskey(page, account);
  const [credential] = await key.credentials();
  assert.ok(credential.isResidentCredential, 'the passkey can be found without a name');
  assert.equal(credential.rpId, 'localhost');
  await page.goto('/account/factors');
  await axe(page);
  await screenshot(page, 'factors');

  await signsOut(page);
  await page.goto('/sign-in');
  await axe(page);
  await goesOn(page, alone(page));
  assert.equal(new URL(page.url()).pathname, '/');

  await signsOut(page);
  await page.goto('/sign-in');
  await page.locator('#email').fill(account.email);
  await page.locator('#password').fill(account.password);
  await goesOn(page, page.locator('main button.main'));
  assert.equal(new URL(page.url()).pathname, '/sign-in/factor');
  await axe(page);
  await screenshot(page, 'second-step');
  await goesOn(page, page.locator('[data-passkey="get"] button'));
  assert.equal(new URL(page.url()).pathname, '/');

  // A copy of the key that was taken before these uses counts from there.
  await signsOut(page);
  await key.clear();
  await key.add({ ...credential, signCount: 0 });
  await page.goto('/sign-in');
  await goesOn(page, alone(page));
  assert.equal(new URL(page.url()).pathname, '/sign-in/passkey');
  assert.equal(await page.locator('.errors').count(), 1);
  await person.close();
});

test('a key that does not look at its owner is refused by the browser itself', async () => {
  const person = await visitor(browser, demo.base, 'desktop');
  const { page } = person;
  const account = await demo.account({ role: 'reader', state: 'SEN' });
  await signIn(page, account);
  const key = await withKey(page);
  await key.verifies(false);
  await page.goto('/account/factors/passkey');
  await page.locator('[data-passkey="create"] button').click();
  await page.locator('p.fault').waitFor();
  assert.deepEqual(await key.credentials(), []);
  await person.close();
});

test('t03: a page of another origin gets no assertion for the platform, and its own is refused', async () => {
  // The false page lies at badlocalhost, as badexample.com would for example.com; the browser takes it for a safe origin.
  const server = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end('<title>Concord</title>'));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const phish = `http://badlocalhost:${server.address().port}`;
  const fooled = await openBrowser([
    '--host-resolver-rules=MAP badlocalhost 127.0.0.1',
    `--unsafely-treat-insecure-origin-as-secure=${phish}`,
  ]);
  try {
    const context = await fooled.newContext();
    const page = await context.newPage();
    await withKey(page);
    await page.goto(phish);
    const asked = await page.evaluate(async () => {
      const get = (rpId) =>
        navigator.credentials
          .get({ publicKey: { challenge: new Uint8Array(32), rpId, userVerification: 'required', timeout: 2000 } })
          .then(() => 'given', (error) => error.name);
      return { secure: isSecureContext, platform: await get('localhost') };
    });
    assert.deepEqual(asked, { secure: true, platform: 'SecurityError' });
  } finally {
    await fooled.close();
    server.close();
  }
});

test('without scripts the second step and the step before an act are plain forms', async () => {
  const person = await visitor(browser, demo.base, 'noScript');
  const account = await demo.account({ role: 'secretariat' });
  await signIn(person.page, account);
  await person.page.goto('/account/factors');
  assert.match(await person.page.locator('main').innerText(), /demonstration codes are enough/);
  await person.page.goto('/account/sessions');
  assert.match(await person.page.locator('main').innerText(), /Chrome on/);
  await axe(person.page);
  await fitsAcross(person.page);
  await person.close();
});
