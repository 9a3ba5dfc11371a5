import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {Agent, request} from 'node:http';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import autocannon from 'autocannon';
import {issueToken} from '../src/adapters/http/issue-token.ts';
import {SECRETS} from '../test/support/secrets.ts';
import {count, type Figure, median, type Say} from './figures.ts';
import {makeSource} from './source-folder.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SECRET = SECRETS.AUTH_JWT_SECRET;
const PATH = '/scheduler/status';
const [TURNS, SECONDS, CONNECTIONS] = [5, 3, 20];
const [USERS, CAMPAIGNS, PER_SECOND] = [1_000_000, 10, 100];

export type Server = {readonly pid: number; readonly address: string; readonly stop: () => Promise<void>};
type Answer = {readonly status: number; readonly text: string};

/** An admin's token for the services of the benches. */
export async function adminToken(): Promise<string> {
  const rules = {
    type: 'secret',
    secret: SECRET,
    olderSecrets: [],
    issuer: null,
    audience: null,
    adminClaim: null,
  } as const;
  const {token} = await issueToken({sub: 'bench', permission: 'admin', days: 1}, rules, Date.now());
  return token;
}

/** How fast the status is answered: against a bare route, and while a million people are distributed. */
export async function http(say: Say): Promise<Figure[]> {
  const token = await adminToken();
  return [...(await measureThroughput(token, say)), ...(await measureBusy(token, say))];
}

async function measureThroughput(token: string, say: Say): Promise<Figure[]> {
  const source = makeSource(1000, CAMPAIGNS);
  const ours = await startService(source.path);
  const {text} = await ask(ours, token, 'GET', PATH);
  const bare = await start('bench/bare-koa.mjs', [text], {});
  const rates: {ours: number; bare: number}[] = [];
  try {
    await Promise.all([load(ours, token, 1), load(bare, token, 1)]);
    for (let turn = 1; turn <= TURNS; turn++) {
      const rate = {bare: await load(bare, token, SECONDS), ours: await load(ours, token, SECONDS)};
      rates.push(rate);
      say(`requests a second, ${turn} of ${TURNS}: ours ${count(rate.ours)}, bare Koa ${count(rate.bare)}`);
    }
  } finally {
    await Promise.all([ours.stop(), bare.stop()]);
    source.remove();
  }
  const share = median(rates.map((rate) => rate.ours / rate.bare));
  return [
    {what: `${PATH}, requests a second`, measured: count(median(rates.map((rate) => rate.ours)))},
    {what: 'a bare Koa route, requests a second', measured: count(median(rates.map((rate) => rate.bare)))},
    {what: `${PATH} / a bare Koa route`, measured: `${Math.round(share * 100)} %`, aim: 'at least 60 %'},
  ];
}

/** Asks at a fixed pace, whether or not the answers before have come: a stalled server is seen by many. */
async function measureBusy(token: string, say: Say): Promise<Figure[]> {
  const source = makeSource(USERS, CAMPAIGNS);
  const server = await startService(source.path);
  const bare = await start('bench/bare-koa.mjs', ['{}'], {});
  const agent = new Agent({keepAlive: true});
  const taken: number[] = [];
  const bareTaken: number[] = [];
  try {
    let isOver = false;
    const run = ask(server, token, 'POST', '/scheduler/test-distribution').finally(() => {
      isOver = true;
    });
    const asked: Promise<unknown>[] = [];
    for (let next = performance.now(); !isOver; next += 1000 / PER_SECOND) {
      await delay(Math.max(0, next - performance.now()));
      for (const [of, to] of [
        [server, taken],
        [bare, bareTaken],
      ] as const) {
        const began = performance.now();
        asked.push(ask(of, token, 'GET', PATH, agent).then(() => to.push(performance.now() - began)));
      }
    }
    await Promise.all(asked);
    const {status, text} = await run;
    const {result} = JSON.parse(text) as {result: {status: string; duration_ms: number}};
    if (status !== 200 || result.status !== 'completed') throw new Error(`the run ended ${status} ${result.status}`);
    say(`${count(USERS)} users in ${result.duration_ms} ms, meanwhile ${count(taken.length)} requests`);
  } finally {
    agent.destroy();
    await Promise.all([server.stop(), bare.stop()]);
    source.remove();
  }
  const at = (share: number, of = taken) => percentile(of, share);
  const what = `${PATH} while ${count(USERS)} users are distributed`;
  return [
    {what: `${what}: median`, measured: at(0.5)},
    {what: `${what}: p99`, measured: at(0.99), aim: 'under 50 ms'},
    {what: `${what}: longest`, measured: at(1)},
    {what: 'a bare Koa route in another process meanwhile: p99', measured: at(0.99, bareTaken)},
    {what: 'a bare Koa route in another process meanwhile: longest', measured: at(1, bareTaken)},
  ];
}

function percentile(taken: readonly number[], share: number): string {
  const sorted = taken.toSorted((a, b) => a - b);
  return `${sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!.toFixed(1)} ms`;
}

async function load(server: Server, token: string, duration: number): Promise<number> {
  const headers = {authorization: `Bearer ${token}`};
  const result = await autocannon({url: server.address + PATH, connections: CONNECTIONS, duration, headers});
  if (result.non2xx + result.errors > 0) throw new Error(`${result.non2xx + result.errors} requests failed`);
  return result['2xx'] / result.duration;
}

/** `settings`: beside those of the embedded default. */
export function startService(folder: string, settings: Readonly<Record<string, string>> = {}): Promise<Server> {
  const env = {
    DATA_DIR: folder,
    PORT: '0',
    AUTH_JWT_SECRET: SECRET,
    MAX_USERS: '2000000',
    LOG_FILE: join(folder, 'log'),
    ...settings,
  };
  return start('dist/bootstrap/main.js', ['start'], env, folder);
}

/** A program that says its port. */
async function start(script: string, words: string[], env: Record<string, string>, cwd = ROOT): Promise<Server> {
  const child: ChildProcess = spawn(process.execPath, [ROOT + script, ...words], {
    cwd,
    env: {PATH: process.env.PATH, ...env},
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const port = await new Promise<number>((resolve, reject) => {
    let said = '';
    child.stdout!.on('data', (chunk) => {
      said += chunk;
      const [, found] = /"port":(\d+)/.exec(said) ?? [];
      if (found) resolve(Number(found));
    });
    child.once('exit', () => reject(new Error(`${script} ended`)));
  });
  const stop = async () => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  };
  return {pid: child.pid!, address: `http://127.0.0.1:${port}`, stop};
}

export function ask(server: Server, token: string, method: string, path: string, agent?: Agent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = {method, headers: {authorization: `Bearer ${token}`}, ...(agent ? {agent} : {})};
    const sent = request(server.address + path, options, async (answer) => {
      let text = '';
      for await (const chunk of answer) text += chunk;
      resolve({status: answer.statusCode!, text});
    });
    sent.once('error', reject).end();
  });
}
