// The main job, end to end, as the people of one year live through it: without a script, by the keyboard's own means.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';

import { completesSection, opensResponse, SECTIONS, speaks } from './desk.mjs';
import { axe, openBrowser, screenshot, signIn, startDemo, visitor } from './harness.mjs';

let demo, browser;
before(async () => {
  demo = await startDemo();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

const as = async (wanted, situation = 'noScript') => {
  const person = await visitor(browser, demo.base, situation);
  await signIn(person.page, await demo.account(wanted));
  await speaks(person.page, 'en');
  return person;
};

async function newMail(matching) {
  for (let tries = 0; tries < 100; tries += 1) {
    const found = (await demo.mails()).map(decoded).find((mail) => matching.test(mail));
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail('the mail was not written');
}

/** A mail's text as a person reads it: quoted-printable undone. */
const decoded = (mail) =>
  mail.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));

test('a year: invitation, answers, submission, the Court, publication, other States', async (t) => {
  await t.test('the Secretariat invites the States, and each coordinator gets an invitation', async () => {
    const secretariat = await as({ role: 'secretariat' });
    const { page } = secretariat;
    await page.goto('/secretariat/cycles/2027?confirm=invite');
    await axe(page);
    await page.locator('form[action$="/invite"] button').first().click();
    await page.waitForLoadState();
    const text = await page.locator('main').innerText();
    assert.match(text, /Afghanistan/);
    assert.match(text, /[A-Z2-9]{5}-[A-Z2-9]{5}/, 'codes are shown once');
    await axe(page);
    await newMail(/ICC-ASP\/26\/SP\/09/);
    await secretariat.close();
  });

  await t.test('who was invited sets a password with the mail and the code', async () => {
    const printed = execFileSync(process.env.CONCORD_BIN, ['demo', 'invitations', '--data', demo.data], { encoding: 'utf8' });
    const line = printed.split('\n').find((each) => each.includes('coordinator@afg.example'));
    const code = line.match(/^([A-Z0-9]{5}-[A-Z0-9]{5})/)[1];
    const mail = await newMail(/To: .*coordinator@afg\.example/s);
    const token = mail.match(/#([0-9A-Za-z]+)/)[1];
    const invited = await visitor(browser, demo.base, 'desktop');
    await invited.page.goto(`/invitation#${token}`);
    assert.equal(await invited.page.locator('#invitation').inputValue(), token, 'the link fills in the invitation');
    await axe(invited.page);
    await invited.page.locator('#code').fill(code);
    await invited.page.locator('#password').fill('quiet harbour lantern seven');
    await invited.page.locator('#repeated').fill('quiet harbour lantern seven');
    await invited.page.locator('main button.main').click();
    await invited.page.waitForLoadState();
    // The invitation ends in setting a second factor up: nothing else is reached before.
    assert.equal(new URL(invited.page.url()).pathname, '/account/factors/add');
    await axe(invited.page);
    await invited.page.goto('/');
    assert.equal(new URL(invited.page.url()).pathname, '/account/factors/add');
    await invited.page.locator('form[action="/account/factors/codes"] button').click();
    await invited.page.waitForLoadState();
    assert.ok(await invited.page.locator('img.qr').evaluate((picture) => picture.naturalWidth > 100), 'the picture is drawn');
    await axe(invited.page);
    const account = { email: 'coordinator@afg.example', code: () => demo.code('coordinator@afg.example') };
    await invited.page.locator('#code').fill(await account.code());
    await invited.page.locator('main button.main').click();
    await invited.page.waitForLoadState();
    assert.equal(await invited.page.locator('ol.codes code').count(), 10, 'recovery codes are shown once');
    await axe(invited.page);
    await invited.page.locator('main button.main').click();
    await invited.page.waitForLoadState();
    assert.equal(new URL(invited.page.url()).pathname, '/');
    await invited.page.locator('form[action="/sign-out"] button').click();
    await signIn(invited.page, { ...account, password: 'quiet harbour lantern seven' });
    await invited.close();
  });

  await t.test('a coordinator answers, checks, submits and gets a receipt', async () => {
    const coordinator = await as({ role: 'coordinator', state: 'SVN' });
    const { page } = coordinator;
    const response = await opensResponse(page);
    await axe(page);
    for (const section of SECTIONS) await completesSection(page, response, section);
    await page.goto(`${response}/sections/B`);
    await page.locator('[name="visibility:B.1"]').selectOption('court');
    await page.locator('textarea[name="comment:B.1"]').evaluate((area) => (area.closest('details').open = true)).catch(() => {});
    await page.locator('button[name="then"][value="stay"]').last().click();
    await page.goto(`${response}/check`);
    await axe(page);
    assert.equal(await page.locator('.errors').count(), 0, await page.locator('main').innerText());
    await page.goto(`${response}/check?as=states`);
    assert.doesNotMatch(await page.locator('main').innerText(), /B\.1\s/, 'what is for the Court only is absent');
    await page.goto(`${response}/submit`);
    await axe(page);
    await page.locator('main button.main').click();
    await page.waitForLoadState();
    assert.match(await page.locator('h1').innerText(), /Receipt 2027-SVN-01/);
    await screenshot(page, 'receipt');
    const digest = (await page.locator('dd code').innerText()).trim();
    const document = await page.request.get(`${response}/revisions/1/document.json`);
    assert.equal(createHash('sha256').update(await document.body()).digest('hex'), digest);
    await coordinator.close();
  });

  await t.test('the Court reads it, Court-only answers marked, and the State sees that', async () => {
    const before = await as({ role: 'coordinator', state: 'SEN' });
    await before.page.goto('/cycles/2027/responses/SVN');
    assert.doesNotMatch(await before.page.locator('main').innerText(), /As described in the law/, 'not yet published');
    await before.close();
    const court = await as({ role: 'court_reader', organ: 'otp' });
    await court.page.goto('/cycles/2027/responses/SVN');
    await axe(court.page);
    const text = await court.page.locator('main').innerText();
    assert.match(text, /As described in the law/);
    assert.match(text, /The Court only/);
    await court.close();
    const coordinator = await as({ role: 'coordinator', state: 'SVN' });
    await coordinator.page.goto('/cycles/2027/responses/SVN/readings');
    assert.match(await coordinator.page.locator('main').innerText(), /Office of the Prosecutor/);
    await coordinator.close();
  });

  await t.test('the Secretariat publishes, and another State reads it without the Court-only answers', async () => {
    const secretariat = await as({ role: 'secretariat' });
    await secretariat.page.goto('/secretariat/cycles/2027/publish/SVN');
    await axe(secretariat.page);
    await secretariat.page.locator('main button.main').click();
    await secretariat.page.waitForLoadState();
    await secretariat.close();
    const other = await as({ role: 'coordinator', state: 'SEN' });
    await other.page.goto('/cycles/2027/responses/SVN');
    await axe(other.page);
    const text = await other.page.locator('main').innerText();
    assert.match(text, /As described in the law/);
    assert.doesNotMatch(text, /The Court only|Court-only/);
    await other.page.goto('/cycles/2027/questions/B.1');
    assert.doesNotMatch(await other.page.locator('main').innerText(), /Slovenia/);
    await other.close();
  });
});

test('what is typed is saved as one types, and questions appear', async () => {
  const coordinator = await as({ role: 'coordinator', state: 'SEN' }, 'desktop');
  const { page } = coordinator;
  const response = await opensResponse(page);
  await page.goto(`${response}/sections/A`);
  const follow = page.locator('[data-question="A.2"]');
  assert.equal(await follow.isVisible(), false);
  await page.locator('input[name="value:A.1"][value="specific"]').check();
  await follow.waitFor({ state: 'visible', timeout: 10_000 });
  const line = page.locator('[data-question="A.1"] .saved');
  await assert.doesNotReject(page.waitForFunction(() => document.querySelector('[data-question="A.1"] .saved').dataset.state === 'saved'));
  assert.match(await line.innerText(), /Saved/);
  await page.reload();
  assert.equal(await page.locator('input[name="value:A.1"][value="specific"]').isChecked(), true);
  await coordinator.close();
});

test('two colleagues in the same answer lose nothing', async () => {
  const first = await as({ role: 'coordinator', state: 'SEN', email: 'diop@sen.example' });
  const second = await as({ role: 'coordinator', state: 'SEN', email: 'sarr@sen.example' });
  const response = await opensResponse(first.page);
  await first.page.goto(`${response}/sections/P`);
  await second.page.goto(`${response}/sections/P`);
  await first.page.locator('[name="value:P.2"]').fill('The Ministry of Justice.');
  await first.page.locator('button[value="stay"]').last().click();
  await second.page.locator('[name="value:P.2"]').fill('The Ministry of Foreign Affairs.');
  await second.page.locator('button[value="stay"]').last().click();
  await second.page.waitForLoadState();
  await axe(second.page);
  await second.page.locator('a[href*="/rivals/"]').first().click();
  await second.page.waitForLoadState();
  const text = await second.page.locator('main').innerText();
  assert.match(text, /Ministry of Justice/);
  assert.match(text, /Ministry of Foreign Affairs/);
  await axe(second.page);
  await second.page.locator('button[name="keep"][value="rival"]').click();
  await second.page.waitForLoadState();
  assert.equal(await second.page.locator('[name="value:P.2"]').inputValue(), 'The Ministry of Foreign Affairs.');
  await first.close();
  await second.close();
});
