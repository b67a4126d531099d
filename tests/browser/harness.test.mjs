// The harness tried on a stand-in for the program: what specs rely on is known to work, and known to fail where it should.

import assert from 'node:assert/strict';
import { access, stat } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { SITUATIONS, axe, fitsAcross, openBrowser, screenshot, signIn, startDemo, visitor, weighsAtMost } from './harness.mjs';

const command = [process.execPath, fileURLToPath(new URL('fake.mjs', import.meta.url))];
let demo;
let browser;

before(async () => {
  demo = await startDemo({ command });
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** Runs a spec with a visitor in this situation. */
async function visiting(situation, spec) {
  const one = await visitor(browser, demo.base, situation);
  try {
    await spec(one.page, one);
  } finally {
    await one.context.close();
  }
}

test('a demo that ends at once is reported with what it printed', async () => {
  const started = startDemo({ command, env: { FAKE_FAILS: '1' } });
  await assert.rejects(started, /ended with 3:\nthe fake fails as it was told to/);
});

test('a program that is not there is reported', async () => {
  await assert.rejects(startDemo({ command: ['/nowhere/concord'] }), /could not be started/);
});

test('two demos run side by side, end when told to, and leave nothing', async () => {
  const other = await startDemo({ command });
  assert.notEqual(other.port, demo.port);
  assert.equal(await other.stop(), 'ended with 0');
  await assert.rejects(access(other.data));
  await assert.rejects(fetch(other.base));
});

test('a demo that is halted goes on with its data', async () => {
  const first = await startDemo({ command });
  await first.halt();
  const again = await startDemo({ command, data: first.data });
  assert.equal((await again.mails()).length, 1);
  await again.stop();
  await access(first.data);
});

test('accounts are found by what they are', async () => {
  assert.equal((await demo.account({ role: 'coordinator', state: 'SEN' })).name, 'Awa');
  await assert.rejects(demo.account({ role: 'secretariat' }), /no account/);
});

test('signing in works in every situation, and a wrong password is noticed', async () => {
  const account = await demo.account({ role: 'coordinator' });
  for (const situation of Object.keys(SITUATIONS)) {
    await visiting(situation, (page) => signIn(page, account));
  }
  await visiting('desktop', (page) => assert.rejects(signIn(page, { ...account, password: 'wrong' }), /could not sign in/));
});

test('scripts run, and do not run where they are switched off', async () => {
  for (const [situation, words] of [['desktop', 'Scripts run.'], ['noScript', 'Hello.']]) {
    await visiting(situation, async (page) => {
      await page.goto('/');
      assert.equal(await page.locator('p').textContent(), words);
    });
  }
});

test('axe passes a plain page in every situation and finds grey on white', async () => {
  for (const situation of Object.keys(SITUATIONS)) {
    await visiting(situation, async (page) => {
      await page.goto('/');
      await axe(page);
      await page.goto('/grey');
      await assert.rejects(axe(page), /color-contrast/);
    });
  }
});

test('a page that is too wide is found', async () => {
  await visiting('narrow', async (page) => {
    await page.goto('/');
    await fitsAcross(page);
    await page.goto('/wide');
    await assert.rejects(fitsAcross(page), /2\d\d\d px wide in a window of 320 px/);
  });
});

test('a page is weighed', async () => {
  await visiting('desktop', async (page) => {
    const weight = await weighsAtMost(page, '/', 100_000);
    assert.ok(weight > 100, `${weight}`);
    await assert.rejects(weighsAtMost(page, '/', 10), /more than 10/);
  });
});

test('a request to another host and a refused script are noted', async () => {
  for (const [address, what] of [['/elsewhere', /request to http:\/\/localhost:1/], ['/refused', /Content Security Policy/]]) {
    await visiting('desktop', async (page, one) => {
      await page.goto(address);
      await assert.rejects(one.close(), what);
    });
  }
});

test('a picture is taken', async () => {
  await visiting('desktop', async (page) => {
    await page.goto('/');
    assert.ok((await stat(await screenshot(page, 'harness'))).size > 1000);
  });
});
