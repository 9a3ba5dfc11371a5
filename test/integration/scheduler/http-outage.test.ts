import {setTimeout as delay} from 'node:timers/promises';
import {expect} from 'chai';
import {fill} from '../../support/filled.ts';
import {type Served, serve} from '../../support/http-installation.ts';
import {type Installation, installations} from '../../support/installation.ts';
import {type MongoProcess, mongoProcess} from '../../support/mongo-process.ts';
import {until} from '../../support/until.ts';

/** What a person or program can ask that needs the state store. */
const ASKED: readonly [method: string, path: string, accept?: string][] = [
  ...['/', '/history', '/preview', '/audit'].map((path) => ['GET', path, 'text/html'] as [string, string, string]),
  ...[
    '/scheduler/status',
    '/scheduler/next-runs',
    '/daily-distribution/preview',
    '/audit',
    '/days',
    '/runs',
    '/runs/today',
  ].map((path) => ['GET', path] as [string, string]),
  ['GET', '/runs/distribution-2024-01-15'],
  ['GET', '/runs/distribution-2024-01-15/events'],
  ['GET', '/daily-distribution/verification'],
  ['POST', '/scheduler/stop'],
  ['POST', '/scheduler/start'],
  ['POST', '/scheduler/test-distribution?wait=false'],
];
const WITHOUT_STATE = ['/livez', '/docs', '/openapi.json', '/sign-in'];
/** The service gives up after 3 s; the rest is for a machine with other work. */
const PROMPTLY_MS = 4_500;

describe('HTTP while its MongoDB', function () {
  this.timeout(120_000);
  const install = installations();
  let mongo: MongoProcess;
  let at: Installation;
  let served: Served;
  let token: string;
  before(async () => {
    mongo = await mongoProcess();
    await mongo.start();
    at = install({MONGODB_URI: mongo.url});
    await fill(at);
    token = (await at.run('token --sub boss --permission admin')).out.trim();
    served = await serve(at);
  });
  after(async () => {
    await mongo.signal('SIGKILL');
    await served.stop();
  });

  async function ask(method: string, path: string, accept = '*/*') {
    const began = performance.now();
    const headers = {Authorization: `Bearer ${token}`, Accept: accept};
    const answer = await fetch(served.address + path, {method, headers, signal: AbortSignal.timeout(60_000)});
    const text = await answer.text();
    return {name: `${method} ${path}`, status: answer.status, text, ms: performance.now() - began};
  }

  for (const [what, signal, back] of [
    ['is frozen', 'SIGSTOP', () => mongo.signal('SIGCONT')],
    ['is killed', 'SIGKILL', () => mongo.start()],
  ] as const)
    it(`${what} answers 503 promptly on every route, and recovers by itself`, async () => {
      await until('it is ready', async () => (await ask('GET', '/readyz')).status === 200);
      expect((await ask('GET', '/metrics')).text).to.match(/^distribution_state_up 1$/m);
      await mongo.signal(signal);
      // What was asked a moment ago is still known.
      await delay(1_000);
      const answers = await Promise.all(ASKED.map((asked) => ask(...asked)));
      for (const {name, status} of answers) expect([name, status]).to.deep.equal([name, 503]);
      const metrics = await ask('GET', '/metrics');
      expect([metrics.status, /^distribution_state_up 0$/m.test(metrics.text)]).to.deep.equal([200, true]);
      expect(metrics.text)
        .to.include('process_cpu_seconds_total')
        .and.not.to.include('distribution_slots_missed_total');
      for (const path of WITHOUT_STATE) expect([path, (await ask('GET', path)).status]).to.deep.equal([path, 200]);
      const slow = [...answers, metrics].filter(({ms}) => ms > PROMPTLY_MS).map(({name, ms}) => `${name}: ${ms} ms`);
      expect(slow).to.deep.equal([]);
      await until('it is not ready', async () => (await ask('GET', '/readyz')).status === 503);
      await back();
      await until('it is back', async () => (await ask('GET', '/scheduler/status')).status === 200);
      await until('it is ready', async () => (await ask('GET', '/readyz')).status === 200);
      expect((await ask('GET', '/metrics')).text).to.match(/^distribution_state_up 1$/m);
    });
});
