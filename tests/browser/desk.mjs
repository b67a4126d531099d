// What people do at the desk, as they would: by the words on buttons and the names of fields.

import assert from 'node:assert/strict';

/** Answers what is asked in the section that is shown, with the first choice or a short text; without a script. */
export async function answersSection(page) {
  const questions = page.locator('form > fieldset.question:not([hidden])');
  const count = await questions.count();
  for (let n = 0; n < count; n += 1) await answersQuestion(questions.nth(n));
}

async function answersQuestion(question) {
  const optional = (await question.locator('> legend small').count()) > 0;
  if (optional) return;
  const fields = question.locator('input[type="radio"], input[type="checkbox"][name^="value:"]');
  const entries = question.locator('> fieldset.entry');
  if (await entries.count()) {
    for (let n = 0; n < (await entries.count()); n += 1) await answersEntry(entries.nth(n));
    return;
  }
  if (await fields.count()) {
    if (!(await question.locator('input[name^="value:"]:checked').count())) await fields.first().check();
    return;
  }
  const text = question.locator('> input[name^="value:"], > textarea[name^="value:"]').first();
  if ((await text.count()) && (await text.inputValue()) === '') await fillsText(text);
}

async function answersEntry(entry) {
  const fields = entry.locator('.field:not([hidden])');
  for (let n = 0; n < (await fields.count()); n += 1) {
    const field = fields.nth(n);
    const optional = (await field.locator('> label small, > p.label small').count()) > 0;
    if (optional) continue;
    const radio = field.locator('input[type="radio"]').first();
    if (await radio.count()) {
      if (!(await field.locator('input[type="radio"]:checked').count())) await radio.check();
    } else {
      const text = field.locator('> input[name^="value:"], > textarea[name^="value:"]').first();
      if ((await text.count()) && (await text.inputValue()) === '') await fillsText(text);
    }
  }
}

async function fillsText(text) {
  const type = await text.getAttribute('type');
  await text.fill(type === 'date' ? '2024-03-01' : (await text.getAttribute('inputmode')) === 'decimal' ? '3' : 'As described in the law (test).');
}

/** Adds an entry to every repeat that asks for one and has none. */
async function addsEntries(page) {
  for (;;) {
    const bare = page.locator('form > fieldset.question:not([hidden]):has(button[value^="add:"]):not(:has(> fieldset.entry)):not(:has(> legend small))');
    if (!(await bare.count())) return;
    await bare.first().locator('button[value^="add:"]').click();
    await page.waitForLoadState();
  }
}

/** Confirms what was carried over from last year and is asked as before. */
async function confirmsLastYear(page) {
  const all = page.locator('button[name="then"][value="confirm"]');
  if (!(await all.count())) return;
  await all.click();
  await page.waitForLoadState();
}

/** Fills a section until nothing is missing in it: an answer may bring up further questions. */
export async function completesSection(page, response, code) {
  for (let round = 0; round < 4; round += 1) {
    await page.goto(`${response}/sections/${code}`);
    await confirmsLastYear(page);
    await addsEntries(page);
    await answersSection(page);
    await page.locator('button[name="then"][value="stay"]').last().click();
    await page.waitForLoadState();
    const here = page.locator('aside li:has([aria-current="page"]) .state');
    if (/Complete|Nothing required|Complète|Rien d’obligatoire/.test(await here.innerText())) return;
  }
  assert.fail(`section ${code} is not complete after four rounds: ${await page.locator('.fault').allInnerTexts()}`);
}

/** Begins the response of the open cycle, or goes on with it; returns its address. */
export async function opensResponse(page) {
  await page.goto('/');
  await page.locator('section.box .main').first().click();
  await page.waitForLoadState();
  const address = new URL(page.url()).pathname;
  assert.match(address, /^\/responses\/[0-9a-f-]{36}$/);
  return address;
}

/** Codes of the form's sections. */
export const SECTIONS = ['P', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L'];

/** Changes the language of the interface. */
export async function speaks(page, language) {
  const button = page.locator(`button[name="language"][value="${language}"]`);
  if (await button.count()) {
    await button.click();
    await page.waitForLoadState();
  }
  assert.equal(await page.locator('html').getAttribute('lang'), language);
}

/** One page of each kind: the id of a thing stands for all of its kind. */
const kind = (path) => path.replace(/[0-9a-f]{64}|[0-9a-f-]{36}/g, 'ID').replace(/\/responses\/[A-Z]{3}/, '/responses/STATE')
  .replace(/(questions|sections)\/[^/?#]+/, '$1/ONE').replace(/publish\/[A-Z]{3}/, 'publish/STATE').replace(/([?&](of|back|page)=)[^&]*/, '$1X');

/** The addresses of all kinds of pages that links lead to from these; `look` sees each of them. */
export async function everyKindOfPage(page, from, look = async () => {}) {
  const seen = new Map();
  const queue = [...from];
  while (queue.length) {
    const path = queue.shift();
    if (seen.has(kind(path))) continue;
    seen.set(kind(path), path);
    const answer = await page.goto(path);
    assert.ok(answer.ok(), `${path} answers ${answer.status()}`);
    await look(page);
    const links = await page.locator('main a[href^="/"]').evaluateAll((all) => all.map((a) => a.getAttribute('href').split('#')[0]));
    queue.push(...links.filter((href) => !/\.json|\.csv|\.pdf|^\/files\//.test(href)));
  }
  return [...seen.values()];
}
