// Starts and ends `concord demo`, each time on a free port and, unless told otherwise, in a data directory of its own: a copy of what
// CONCORD_DEMO_DATA names, where that is set, because to invent forty States takes longer than most tests.

import { execFile, spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** The first start of a debug build invents a year of forty States. */
const READY_WITHIN = 180_000;
/** The server gives running requests ten seconds. */
const ENDS_WITHIN = 15_000;

/**
 * A running demo. `base` is its address under the name `localhost`, which is the one for which browsers keep secure cookies without TLS.
 *
 * @param {{command?: string[], data?: string, env?: Record<string, string>, readyWithin?: number}} options
 *   `command` is run with `--data DIR --listen ADDRESS` after it.
 */
export async function startDemo(options = {}) {
  const command = options.command ?? [needed('CONCORD_BIN'), 'demo'];
  const data = options.data ?? (await ownData(options.command === undefined));
  const port = await freePort();
  const [file, ...first] = command;
  const child = spawn(file, [...first, '--data', data, '--listen', `127.0.0.1:${port}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
  });
  const demo = new Demo(child, data, port, options.data === undefined, command);
  try {
    await demo.untilReady(options.readyWithin ?? READY_WITHIN);
  } catch (error) {
    await demo.stop();
    throw error;
  }
  return demo;
}

async function ownData(ofConcord) {
  const data = await mkdtemp(path.join(tmpdir(), 'concord-demo-'));
  if (ofConcord && process.env.CONCORD_DEMO_DATA) await cp(process.env.CONCORD_DEMO_DATA, data, { recursive: true });
  return data;
}

class Demo {
  #child;
  #ended;
  #ownsData;
  #said = '';
  #command;

  constructor(child, data, port, ownsData, command) {
    this.#command = command;
    this.#child = child;
    this.#ownsData = ownsData;
    this.data = data;
    this.port = port;
    this.base = `http://localhost:${port}`;
    this.#ended = new Promise((resolve) => {
      child.once('error', (error) => resolve(`could not be started (${error.message})`));
      child.once('exit', (code, signal) => resolve(`ended with ${signal ?? code}`));
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (this.#said += text));
    }
    // A test run that is broken off leaves no server behind.
    process.once('exit', this.#kill);
  }

  #kill = () => this.#child.kill('SIGKILL');

  /** Everything that the program has printed so far. */
  get said() {
    return this.#said;
  }

  /** Waits for the program to answer; throws with what it printed where it does not. */
  async untilReady(within) {
    let ended;
    this.#ended.then((how) => (ended = how));
    const giveUp = Date.now() + within;
    while (ended === undefined && Date.now() < giveUp) {
      const answer = await fetch(`http://127.0.0.1:${this.port}/readyz`).catch(() => undefined);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`the demo ${ended ?? `was not ready within ${within / 1000} s`}:\n${this.#said.slice(-4000)}`);
  }

  /** The accounts of the demo: `{name, role, state, organ, email, password}`, and `code()` for the authenticator's code. */
  async accounts() {
    const accounts = JSON.parse(await readFile(path.join(this.data, 'accounts.json'), 'utf8'));
    return accounts.map((account) => ({ ...account, code: () => this.code(account.email) }));
  }

  /** The code that the account's authenticator shows, one that was not used yet. */
  async code(email) {
    const [file, ...first] = this.#command;
    const { stdout } = await promisify(execFile)(file, [...first, 'code', email, '--data', this.data]);
    return stdout.trim();
  }

  /** The first account for which all of `wanted` holds, such as `{role: 'coordinator', state: 'SEN'}`. */
  async account(wanted) {
    const accounts = await this.accounts();
    const found = accounts.find((one) => Object.entries(wanted).every(([key, value]) => one[key] === value));
    if (!found) throw new Error(`the demo has no account with ${JSON.stringify(wanted)}`);
    return found;
  }

  /** The mails written so far, oldest first, as raw text. */
  async mails() {
    const folder = path.join(this.data, 'mail');
    const names = await readdir(folder).catch(() => []);
    return Promise.all(
      names
        .filter((name) => name.endsWith('.eml'))
        .sort()
        .map((name) => readFile(path.join(folder, name), 'utf8')),
    );
  }

  /** Ends the program as a service manager does, keeping its data; says how it ended. */
  async halt() {
    this.#child.kill('SIGTERM');
    const patience = setTimeout(this.#kill, ENDS_WITHIN);
    const how = await this.#ended;
    clearTimeout(patience);
    process.removeListener('exit', this.#kill);
    return how;
  }

  /** Ends the program and removes its data, where they were made for it. */
  async stop() {
    const how = await this.halt();
    if (this.#ownsData) await rm(this.data, { recursive: true, force: true });
    return how;
  }
}

/** A port that was free a moment ago. */
async function freePort() {
  const server = createServer();
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function needed(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; run tests/browser/run.sh`);
  return value;
}
