// Texts that a browser could take for more than texts, from everybody who can give one: the author of a form, the Secretariat, an account,
// a State. On every page where they are shown nothing runs, nothing becomes an element, and the policy has nothing to refuse.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { everyKindOfPage } from './desk.mjs';
import { openBrowser, signIn, startDemo, visitor, setsUpAuthenticator } from './harness.mjs';

const FORM = fileURLToPath(new URL('../fixtures/hostile.xlsx', import.meta.url));
const PAYLOAD =
  `x"'><img src=x onerror=alert(1)><script>alert(1)</script><svg onload=alert(1)></textarea></select></title>[m](javascript:alert(1)) <b>b</b> &lt;i&gt;`;
const PASSWORD = 'quiet harbour lantern seven';

let demo, browser;
before(async () => {
  demo = await startDemo();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** A visitor for whom a dialog is a failure, and what is wrong on a page is looked for on each. */
async function watched(options = {}) {
  const person = await visitor(browser, demo.base, { viewport: { width: 1280, height: 900 }, ...options });
  person.page.on('dialog', async (dialog) => {
    person.noted.push(`a dialog on ${person.page.url()}: ${dialog.message()}`);
    await dialog.dismiss();
  });
  return person;
}

async function as(wanted, options) {
  const person = await watched(options);
  await signIn(person.page, await demo.account(wanted));
  return person;
}

/** Nothing on the page is there because somebody wrote it: no element, no attribute, no address. */
async function isClean(page) {
  const found = await page.evaluate(() => {
    const odd = [...document.querySelectorAll('img, b, i, iframe, object, embed, base, meta[http-equiv], style, script:not([src]), svg[onload], [style]')];
    const handlers = [...document.querySelectorAll('*')].filter((e) => [...e.attributes].some((a) => /^on/i.test(a.name)));
    const links = [...document.querySelectorAll('[href], [src], [action], [formaction]')].filter((e) =>
      ['href', 'src', 'action', 'formaction'].some((name) => /^\s*(javascript|data|vbscript):/i.test(e.getAttribute(name) ?? '')),
    );
    return [...odd, ...handlers, ...links].map((e) => e.outerHTML.slice(0, 200));
  });
  assert.deepEqual(found, [], page.url());
}

/** Looks at the page as it is, and says how often the payload is on it as a text. */
async function shows(page) {
  await isClean(page);
  const text = await page.evaluate(() => document.documentElement.textContent);
  return text.split('<img src=x onerror=alert(1)>').length - 1;
}

async function presses(page, selector) {
  await page.locator(selector).first().click();
  await page.waitForLoadState();
}

/** Fills every field that takes a text, folded ones too, without a stroke that would save it by itself. */
async function fills(page, payload, number) {
  await page.evaluate(
    ([payload, number]) => {
      for (const field of document.querySelectorAll('main form [name^="value:"], main form [name^="comment:"], main form [name^="reason:"]')) {
        if (/^(radio|checkbox|hidden|file)$/.test(field.type) || field.readOnly || field.disabled || field.tagName === 'SELECT') continue;
        field.value = field.inputMode === 'decimal' ? number : payload;
      }
    },
    [payload, number],
  );
}

async function mailTo(address) {
  for (let tries = 0; tries < 100; tries += 1) {
    const mail = (await demo.mails()).map((raw) => raw.replace(/=\r?\n/g, '')).find((raw) => raw.includes(address) && raw.includes('/invitation#'));
    if (mail) return mail;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(`no mail to ${address}`);
}

/** The invited person joins, and is then signed in. */
async function joins(address) {
  const printed = execFileSync(process.env.CONCORD_BIN, ['demo', 'invitations', '--data', demo.data], { encoding: 'utf8' });
  const code = printed.split('\n').find((line) => line.includes(address)).match(/^([A-Z0-9]{5}-[A-Z0-9]{5})/)[1];
  const token = (await mailTo(address)).match(/invitation#([0-9A-Za-z]+)/)[1];
  const person = await watched();
  const { page } = person;
  await page.goto(`/invitation#${token}`);
  await page.locator('#code').fill(code);
  await page.locator('#password').fill(PASSWORD);
  await page.locator('#repeated').fill(PASSWORD);
  await presses(page, 'main button.main');
  await isClean(page);
  await setsUpAuthenticator(page, { code: () => demo.code(address) });
  return person;
}

test('hostile texts stay texts on every page', async (t) => {
  const response = {};

  await t.test('the Secretariat loads a hostile form, names a note and an account', async () => {
    const secretariat = await as({ role: 'secretariat' });
    const { page } = secretariat;
    await page.goto('/secretariat/forms');
    await page.locator('input[type="file"]').setInputFiles(FORM);
    await presses(page, 'form[action="/secretariat/forms"] button');
    assert.ok((await shows(page)) > 0, 'the preview shows the form');
    const hash = new URL(page.url()).pathname.split('/').pop();

    await page.goto('/secretariat/cycles');
    const form = page.locator('form[action="/secretariat/cycles"]');
    await form.locator('[name="year"]').fill('2028');
    await form.locator('[name="form"]').selectOption(hash);
    await form.locator('[name="note"]').fill(PAYLOAD);
    await form.locator('[name="note_date"]').fill('2026-11-24');
    await form.locator('[name="expected_by"]').fill('2028-06-30');
    await presses(page, 'form[action="/secretariat/cycles"] button.main, form[action="/secretariat/cycles"] button');
    assert.ok((await shows(page)) > 0, 'the form, or the error beside it, shows the note');
    // One cycle is open at a time.
    await page.goto('/secretariat/cycles/2027?confirm=freeze');
    await presses(page, 'form[action$="/freeze"] button');
    await page.goto('/secretariat/cycles/2028?confirm=open');
    await isClean(page);
    await presses(page, 'form[action$="/open"] button');
    await isClean(page);

    for (const [role, address] of [['coordinator', 'hostile@svn.example'], ['contributor', 'helper@svn.example']]) {
      await page.goto('/secretariat/accounts');
      const account = page.locator('form[action="/secretariat/accounts"]');
      await page.evaluate(() => document.querySelectorAll('details').forEach((folded) => (folded.open = true)));
      await account.locator('[name="name"]').fill(`${role} ${PAYLOAD}`);
      await account.locator('[name="email"]').fill(address);
      await account.locator('[name="role"]').selectOption(role);
      await account.locator('[name="state"]').selectOption('SVN');
      await account.locator('[name="note"]').fill(PAYLOAD);
      await account.locator('[name="note_date"]').fill('2026-01-14');
      await presses(page, 'form[action="/secretariat/accounts"] button');
      assert.ok((await shows(page)) > 0, 'the account shows its name');
      const added = new URL(page.url()).searchParams.get('added');
      assert.ok(added, await page.locator('main').innerText());
      if (role === 'coordinator') {
        await page.goto(`/secretariat/accounts/${added}/confirm`);
        assert.ok((await shows(page)) > 0, 'the page that confirms shows the name and the note');
        await page.locator('[name="date"]').fill('2026-01-15');
        await presses(page, `form[action="/secretariat/accounts/${added}/confirm"] button`);
      }
      await presses(page, `form[action="/secretariat/accounts/${added}/invitation"] button`);
      assert.ok((await shows(page)) > 0, 'the invitation shows the name');
    }
    await secretariat.close();
  });

  await t.test('a State answers with hostile texts', async () => {
    const state = await joins('hostile@svn.example');
    const { page } = state;
    assert.ok((await shows(page)) > 0, 'the head of the page shows the name');
    await presses(page, 'form[action="/cycles/2028/response"] button');
    response.path = new URL(page.url()).pathname;
    const section = `${response.path}/sections/A`;
    const save = 'button[name="then"][value="stay"]:not(.vh)';
    await page.goto(section);
    await presses(page, 'button[value="add:A.7"]');
    // What is wrong is shown again as it was typed, with the form's own words.
    await fills(page, PAYLOAD, PAYLOAD);
    await presses(page, save);
    assert.ok((await shows(page)) > 20);
    assert.ok(await page.locator('.errors a').count(), 'a number is asked for');
    await fills(page, PAYLOAD, '1');
    await presses(page, save);
    assert.ok((await shows(page)) > 20);
    await page.goto(`${section}?check=1`);
    assert.match(await page.locator('.errors').innerText(), /c?x"'><img/, "the form's own message is a text");
    await fills(page, PAYLOAD, '7');
    await page.locator('input[name="value:A.3"]').first().check();
    for (const choice of await page.locator('input[name="value:A.4"]').all()) await choice.check();
    const places = page.locator('select[name="value:A.5"]');
    await places.nth(0).selectOption('two');
    await places.nth(1).selectOption('one');
    await presses(page, save);
    await shows(page);

    // Saved while one types: the words that come back are put in as texts.
    await page.locator('[name="value:A.9"]').fill('3');
    await page.locator('[data-question="A.9"] .fault').waitFor();
    await isClean(page);
    await page.locator('[name="value:A.9"]').fill('8');
    await page.waitForFunction(() => document.querySelector('[data-question="A.9"] .saved').dataset.state === 'saved');

    // The name of a file, and the page that asks whether an entry goes.
    await page.goto(`${section}/files/A.6`);
    await isClean(page);
    const named = (name) => ({ name, mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\nxref\n0 1\ntrailer<<>>\nstartxref\n9\n%%EOF\n') });
    // Names that no system of files takes are refused, in words.
    await page.locator('#file').setInputFiles(named(`a${PAYLOAD}.pdf`));
    await page.locator('main form button.main').click();
    await page.getByText('The name of the file').first().waitFor();
    await shows(page);
    await page.locator('#file').setInputFiles(named("a' onmouseover=alert(1) &lt;i&gt; [m](javascript&#58;alert(1)).pdf"));
    await page.locator('main form button.main').click();
    await page.waitForURL((url) => url.pathname === section);
    await page.waitForLoadState();
    assert.match(await page.locator('[data-question="A.6"]').innerText(), /onmouseover=alert/, 'the name is shown');
    await isClean(page);
    await page.locator('button[value^="remove:"]').first().click();
    await page.waitForLoadState();
    await shows(page);

    // Two texts for one answer.
    const second = await watched({ storageState: await state.context.storageState() });
    await second.page.goto(section);
    await page.goto(section);
    await page.evaluate((p) => (document.querySelector('[name="value:A.1"]').value = `first ${p}`), PAYLOAD);
    await presses(page, save);
    await second.page.evaluate((p) => (document.querySelector('[name="value:A.1"]').value = `second ${p}`), PAYLOAD);
    await presses(second.page, save);
    await isClean(second.page);
    await presses(second.page, 'a[href*="/rivals/"]');
    assert.ok((await shows(second.page)) >= 2, 'both texts are shown');
    await presses(second.page, 'button[name="keep"][value="rival"]');
    await isClean(second.page);
    await second.close();

    await page.goto(`${response.path}/submit`);
    await presses(page, 'main form button.main');
    await isClean(page);
    await page.goto(section);
    await page.evaluate((p) => (document.querySelector('[name="comment:A.10"]').value = `more ${p}`), PAYLOAD);
    await presses(page, save);
    await page.goto(`${response.path}/submit`);
    await page.locator('#reason').fill(PAYLOAD);
    await presses(page, 'main form button.main');
    await isClean(page);
    let shown = 0;
    await everyKindOfPage(page, [response.path, `${response.path}/check`, `${response.path}/check?as=states`, `${response.path}/revisions/2`, section, '/cycles/2028/responses/SVN/readings'], async (each) => {
      shown += await shows(each);
    });
    assert.ok(shown > 50, `the texts are shown: ${shown}`);
    await state.close();
  });

  await t.test('the Secretariat publishes, and sees nothing but texts', async () => {
    const secretariat = await as({ role: 'secretariat' });
    await secretariat.page.goto('/secretariat/cycles/2028/publish/SVN');
    await presses(secretariat.page, 'main form button.main');
    let shown = 0;
    await everyKindOfPage(secretariat.page, ['/', '/cycles/2028/responses/SVN', '/secretariat/cycles/2028', '/secretariat/mail'], async (each) => {
      shown += await shows(each);
    });
    assert.ok(shown > 50, `the texts are shown: ${shown}`);
    await secretariat.close();
  });

  for (const wanted of [{ role: 'court_reader' }, { role: 'court_coordinator' }, { role: 'facilitator' }, { role: 'coordinator', state: 'SEN' }, { role: 'reader', state: 'SEN' }]) {
    await t.test(`so does a ${wanted.role}`, async () => {
      const person = await as(wanted);
      let shown = 0;
      const questions = ['A.1', 'A.2', 'A.3', 'A.4', 'A.5', 'A.6', 'A.7', 'A.8'].map((code) => `/cycles/2028/questions/${code}`);
      for (const address of ['/cycles/2028/responses', '/cycles/2028/responses/SVN', '/cycles/2028/questions', ...questions]) {
        const answer = await person.page.goto(address);
        assert.ok(answer.ok(), `${address} answers ${answer.status()}`);
        const here = await shows(person.page);
        if (address !== '/cycles/2028/responses') assert.ok(here > 0, `${address} shows the texts`);
        shown += here;
      }
      await person.page.goto('/');
      await isClean(person.page);
      await person.close();
    });
  }
});
