// A file on its way: what has come stays when the line breaks, when the session ends and when the page is closed, and the file is the same byte for
// byte after all that.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { opensResponse, speaks } from './desk.mjs';
import { axe, fitsAcross, screenshot, signIn, stage, visitor } from './harness.mjs';

const PIECE = /\/uploads\/[^/]+\/[0-9a-f-]{36}\?begin=/;

const its = stage();

/** A PDF of about so many bytes that no two are alike of. */
function pdf(bytes) {
  const text = randomBytes(bytes / 2).toString('hex');
  return Buffer.from(`%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\n% ${text}\nxref\n0 1\ntrailer<<>>\nstartxref\n9\n%%EOF\n`);
}

async function comes(situation = 'desktop') {
  const account = await its.demo.account({ role: 'coordinator', state: 'SEN' });
  const person = await visitor(its.browser, its.demo.base, situation);
  person.account = account;
  person.page.on('dialog', (dialog) => dialog.accept());
  await signIn(person.page, account);
  await speaks(person.page, 'en');
  person.response = await opensResponse(person.page);
  return person;
}

async function chooses(person, name, buffer) {
  await person.page.goto(`${person.response}/sections/L/files/L.3`);
  await person.page.locator('#file').setInputFiles({ name, mimeType: 'application/pdf', buffer });
}

const sends = (page) => page.locator('form:has(#file) .buttons button.main:not([data-go-on])').click();
const said = (page) => page.locator('[data-said]');
const goesOn = (page) => page.locator('[data-go-on]');

/** The file that stands as the answer is this one. */
async function isGiven(person, name, buffer) {
  await person.page.waitForURL(/\/sections\/L\?saved=1/, { timeout: 60_000 });
  const link = person.page.locator('a[href^="/files/"]', { hasText: name }).first();
  const got = await person.page.request.get(await link.getAttribute('href'));
  assert.ok(got.ok());
  assert.ok(Buffer.compare(await got.body(), buffer) === 0, 'the file that came is another');
}

test('a line that breaks costs a piece and not the file', async () => {
  const person = await comes();
  const content = pdf(3_000_000);
  await chooses(person, 'law.pdf', content);
  let count = 0;
  const begins = [];
  await person.page.route(PIECE, async (route) => {
    count += 1;
    begins.push(Number(new URL(route.request().url()).searchParams.get('begin')));
    if (count === 3 || count === 4) return route.abort('connectionreset');
    return route.continue();
  });
  await sends(person.page);
  await said(person.page).filter({ hasText: 'The line broke' }).waitFor({ timeout: 20_000 });
  await axe(person.page);
  await fitsAcross(person.page);
  await screenshot(person.page, 'upload-broken');
  await isGiven(person, 'law.pdf', content);
  assert.equal(begins.filter((begin) => begin === 0).length, 1, 'it began from the beginning again');
  assert.equal(begins[2], begins[3], 'the piece that was lost is sent again');
  await person.close();
});

test('a session that ends in the middle: sign in beside it, and continue', async () => {
  const person = await comes('narrow');
  const content = pdf(2_500_000);
  await chooses(person, 'decree.pdf', content);
  let count = 0;
  await person.page.route(PIECE, async (route) => {
    count += 1;
    if (count === 2) {
      await person.context.clearCookies({ name: '__Host-concord' });
      return route.abort('connectionreset');
    }
    return route.continue();
  });
  await sends(person.page);
  await said(person.page).filter({ hasText: 'You are signed out' }).waitFor({ timeout: 20_000 });
  await axe(person.page);
  await fitsAcross(person.page);
  await screenshot(person.page, 'upload-signed-out-narrow');
  const beside = await person.context.newPage();
  assert.match(await said(person.page).locator('a').getAttribute('href'), /^\/sign-in\?back=/);
  await signIn(beside, person.account);
  await beside.close();
  const first = person.page.waitForRequest((request) => PIECE.test(request.url()));
  await goesOn(person.page).click();
  assert.ok(Number(new URL((await first).url()).searchParams.get('begin')) > 0, 'it began from the beginning again');
  await isGiven(person, 'decree.pdf', content);
  await person.close();
});

test('a page that was closed: the same file chosen again goes on, another one does not', async () => {
  const person = await comes();
  const content = pdf(2_000_000);
  await chooses(person, 'annex.pdf', content);
  let held;
  const stuck = new Promise((resolve) => { held = resolve; });
  await person.page.route(PIECE, async (route) => {
    if (new URL(route.request().url()).searchParams.get('begin') === '0') return route.continue();
    held();
    return undefined;
  });
  await sends(person.page);
  await stuck;
  await person.page.goto(`${person.response}/sections/L/files/L.3`);
  const waiting = person.page.locator('[data-waiting]');
  await waiting.waitFor({ state: 'visible' });
  // Not before the page is left: the browser lets go what nobody intercepts any more, and the rest of the file would come after all.
  await person.page.unroute(PIECE);
  assert.match(await waiting.innerText(), /annex\.pdf.*of 1\.9 MB/s);
  await screenshot(person.page, 'upload-waiting');

  // One of the same name and size.
  const other = pdf(2_000_000);
  assert.equal(other.length, content.length);
  const begins = [];
  person.page.on('request', (request) => { if (PIECE.test(request.url())) begins.push(Number(new URL(request.url()).searchParams.get('begin'))); });
  await chooses(person, 'annex.pdf', other);
  await sends(person.page);
  await isGiven(person, 'annex.pdf', other);
  assert.equal(begins[0], 0);

  begins.length = 0;
  await chooses(person, 'annex.pdf', content);
  await sends(person.page);
  await isGiven(person, 'annex.pdf', content);
  assert.ok(begins[0] > 0, 'it began from the beginning again');
  await person.close();
});

test('an upload is given up, and a file that is refused says why where it was chosen', async () => {
  const person = await comes('narrow');
  await chooses(person, 'long.pdf', pdf(4_000_000));
  await person.page.route(PIECE, async (route) => {
    await new Promise((resolve) => { setTimeout(resolve, 700); });
    return route.continue().catch(() => {});
  });
  await sends(person.page);
  await said(person.page).filter({ hasText: 'of 3.8 MB' }).waitFor();
  await screenshot(person.page, 'upload-narrow');
  const ended = person.page.waitForResponse((response) => response.url().endsWith('/end'));
  await person.page.locator('[data-give-up]').click();
  assert.equal((await ended).status(), 200);
  assert.match(await said(person.page).innerText(), /cancelled/);
  await person.page.unroute(PIECE);

  await person.page.locator('#file').setInputFiles({ name: 'law.pdf', mimeType: 'application/pdf', buffer: Buffer.from('this is no PDF at all '.repeat(9000)) });
  await sends(person.page);
  await said(person.page).filter({ hasText: 'PDF, DOCX, XLSX' }).waitFor();
  assert.ok(await person.page.locator('#file').isEnabled());
  await axe(person.page);
  await person.close();
});

test('without scripts the file goes as a whole, and the page says what a break costs', async () => {
  const person = await comes('noScript');
  const content = pdf(400_000);
  await chooses(person, 'plain.pdf', content);
  assert.match(await person.page.locator('main').innerText(), /choose it again/);
  assert.ok(await person.page.locator('.sending').isHidden());
  await sends(person.page);
  await isGiven(person, 'plain.pdf', content);
  await person.close();
});
