// Stands in for `concord demo` in the harness's own tests: the same arguments, the same files, a page and a sign-in.

import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { data: { type: 'string' }, listen: { type: 'string' } } });
if (process.env.FAKE_FAILS) {
  console.error('the fake fails as it was told to');
  process.exit(3);
}

const account = { name: 'Awa', role: 'coordinator', state: 'SEN', organ: null, email: 'awa@sen.example', password: 'open sesame' };
await mkdir(path.join(values.data, 'mail'), { recursive: true });
await writeFile(path.join(values.data, 'accounts.json'), JSON.stringify([account]), { mode: 0o600 });
await writeFile(path.join(values.data, 'mail', '1.eml'), 'Subject: there is something for you\n');

const page = (main, more = '') => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Concord</title>
<meta name="viewport" content="width=device-width"><main><h1>Concord</h1>${main}</main>${more}</html>`;
const form = `<form method="post"><label>E-mail <input name="email"></label>
<label>Password <input name="password" type="password"></label><button>Sign in</button></form>`;

const pages = {
  '/readyz': () => 'ready',
  '/sign-in': () => page(form),
  '/': () => page('<p>Hello.</p><script>document.querySelector("p").textContent = "Scripts run."</script>'),
  '/grey': () => page('<p style="color:#ccc;background:#fff">Hard to read.</p>'),
  '/wide': () => page('<p style="width:2000px">Wide.</p>'),
  '/elsewhere': () => page('<img alt="" src="http://localhost:1/pixel.png">'),
  '/refused': () => page('<p>Inline.</p>', '<script src="data:text/javascript,1"></script>'),
};

const server = createServer((request, response) => {
  if (request.method === 'POST') {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      const given = new URLSearchParams(body);
      const known = given.get('email') === account.email && given.get('password') === account.password;
      response.writeHead(303, { Location: known ? '/' : '/sign-in' }).end();
    });
    return;
  }
  const body = pages[request.url]?.();
  const policy = request.url === '/refused' ? { 'Content-Security-Policy': "script-src 'self'" } : {};
  response.writeHead(body ? 200 : 404, { 'Content-Type': 'text/html; charset=utf-8', ...policy }).end(body);
});
const [host, port] = values.listen.split(':');
server.listen(Number(port), host, () => console.log('serving'));
process.on('SIGTERM', () => process.exit(0));
