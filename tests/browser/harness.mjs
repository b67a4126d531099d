// What specs are written with: a browser, pages in several situations, signing in, axe, pictures.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';

import AxeBuilder from '@axe-core/playwright';
import { chromium } from 'playwright-core';

import { startDemo } from './program.mjs';

export { startDemo };

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const SCREENSHOTS = process.env.CONCORD_SCREENSHOTS ?? fileURLToPath(new URL('screenshots', import.meta.url));

/** The tests talk to this machine only; without these Chromium looks up its maker's hosts at every start. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Situations in which people meet the platform. */
export const SITUATIONS = {
  desktop: { viewport: { width: 1280, height: 900 } },
  /** The narrowest that WCAG asks for, or 400 % on a desktop. */
  narrow: { viewport: { width: 320, height: 640 } },
  /** Scripts filtered on the way, or switched off. */
  noScript: { viewport: { width: 1280, height: 900 }, javaScriptEnabled: false },
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
};

/** The contexts in which scripts are off. */
const withoutScripts = new WeakSet();

/** A browser, to be closed by who opened it. */
export async function openBrowser(more = []) {
  return chromium.launch({ executablePath: CHROMIUM, args: [...FLAGS, ...more] });
}

/** A demonstration and a browser for all tests of a spec, ended after them. */
export function stage() {
  const its = {};
  before(async () => {
    its.demo = await startDemo();
    its.browser = await openBrowser();
  });
  after(async () => {
    await its.browser?.close();
    await its.demo?.stop();
  });
  return its;
}

/**
 * A new visitor: a context of their own with one page. What must never happen is noted: a request to another host, an error of a script,
 * something that the content security policy refused. `close` asserts that there was none of it.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} base the address of the platform
 * @param {keyof SITUATIONS | import('playwright-core').BrowserContextOptions} situation
 */
export async function visitor(browser, base, situation = 'desktop') {
  const options = typeof situation === 'string' ? SITUATIONS[situation] : situation;
  assert.ok(options, `there is no situation ${situation}`);
  const context = await browser.newContext({ baseURL: base, locale: 'en-GB', ...options });
  if (options.javaScriptEnabled === false) withoutScripts.add(context);
  const noted = [];
  context.on('request', (request) => {
    const to = new URL(request.url());
    if (to.origin !== new URL(base).origin && to.protocol.startsWith('http')) noted.push(`request to ${to.href}`);
  });
  context.on('weberror', (error) => noted.push(`script error: ${error.error().message}`));
  context.on('console', (message) => {
    if (/Content Security Policy|Trusted ?Type/i.test(message.text())) noted.push(message.text());
  });
  const page = await context.newPage();
  return {
    context,
    page,
    noted,
    async close() {
      await context.close();
      assert.deepEqual(noted, []);
    },
  };
}

/** Signs in by the form, and fails where that does not lead away from it. */
export async function signIn(page, account) {
  await page.goto('/sign-in');
  await page.locator('input[name="email"]').fill(account.email);
  await page.locator('input[name="password"]').fill(account.password);
  await page.locator('form:has(input[name="password"]) button[type="submit"], form:has(input[name="password"]) button:not([type])').first().click();
  await page.waitForLoadState();
  await showCode(page, account);
  assert.doesNotMatch(new URL(page.url()).pathname, /^\/sign-in/, `${account.email} could not sign in`);
}

/** Shows the code of the account's authenticator where a page asks for one: the second step of signing in, or before an act. */
export async function showCode(page, account) {
  const code = page.locator('form:has(button.main) input[name="code"][autocomplete="one-time-code"]');
  if (!(await code.count())) return;
  await code.fill(await account.code());
  await page.locator('form:has(input[name="code"]) button.main').click();
  await page.waitForLoadState();
}

/** Sets an authenticator up, as whoever joins is asked to: its first code, and on past the recovery codes. */
export async function setsUpAuthenticator(page, account) {
  await page.locator('form[action="/account/factors/codes"] button').click();
  await page.waitForLoadState();
  await page.locator('#code').fill(await account.code());
  await page.locator('main button.main').click();
  await page.waitForLoadState();
  assert.equal(await page.locator('ol.codes code').count(), 10, 'recovery codes are shown once');
  await page.locator('main button.main').click();
  await page.waitForLoadState();
}

/** Fails where axe finds something serious or critical, and says what, where, and how to mend it. */
export async function axe(page) {
  const { violations } = await (withoutScripts.has(page.context()) ? axeOnCopy(page) : looksAt(page).analyze());
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const words = grave.map(
    ({ id, impact, help, nodes }) =>
      `${impact} ${id}: ${help}\n${nodes.map((node) => `    ${node.target.join(' ')}: ${node.failureSummary}`).join('\n')}`,
  );
  assert.equal(words.length, 0, `axe on ${page.url()}:\n${words.join('\n')}`);
}

/** Only what is wrong is described, and in the page itself: there are no frames whose findings a second page would have to put together. */
function looksAt(page) {
  return new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode(true);
}

/** axe is a script itself: where scripts are off it is given the same page, without the page's own scripts, in a window where they are on. */
async function axeOnCopy(page) {
  const original = page.context();
  const copy = await original.browser().newContext({
    viewport: page.viewportSize(),
    storageState: await original.storageState(),
    bypassCSP: true,
  });
  try {
    const body = (await page.content()).replace(/<script\b[^>]*>[\s\S]*?<\/script>/gi, '');
    const window = await copy.newPage();
    await window.route(page.url(), (route) => route.fulfill({ body, contentType: 'text/html; charset=utf-8' }));
    await window.goto(page.url());
    return await looksAt(window).analyze();
  } finally {
    await copy.close();
  }
}

/** Fails where the page has to be scrolled sideways. */
export async function fitsAcross(page) {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(content <= window, `${page.url()} is ${content} px wide in a window of ${window} px`);
}

/** Fails where a page with everything that it loads weighs more than this many bytes. */
export async function weighsAtMost(page, url, bytes) {
  const weights = [];
  const count = (response) => weights.push(response.body().then((body) => body.length, () => 0));
  page.on('response', count);
  await page.goto(url, { waitUntil: 'load' });
  page.off('response', count);
  const weight = (await Promise.all(weights)).reduce((sum, each) => sum + each, 0);
  assert.ok(weight <= bytes, `${url} weighs ${weight} bytes, more than ${bytes}`);
  return weight;
}

/** A picture of the whole page; returns its path. */
export async function screenshot(page, name) {
  await mkdir(SCREENSHOTS, { recursive: true });
  const file = path.join(SCREENSHOTS, `${name}.png`);
  await page.screenshot({ path: file, fullPage: true });
  return file;
}

/** What holds for every page: axe finds nothing serious, and it fits across the window; with a picture of it. */
export async function isGood(page, name) {
  await axe(page);
  await fitsAcross(page);
  await screenshot(page, name);
}
