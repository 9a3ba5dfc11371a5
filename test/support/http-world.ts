import {expect} from 'chai';
import {SignJWT} from 'jose';
import {cronSchedule} from '../../src/adapters/cron/cron-schedule.ts';
import type {HttpConfig} from '../../src/adapters/http/config.ts';
import {createHttpServices} from '../../src/adapters/http/create-http-services.ts';
import type {HttpServices} from '../../src/adapters/http/http-services.ts';
import {createHttpServer} from '../../src/adapters/http/server.ts';
import {slowQueries} from '../../src/adapters/http/slow-queries.ts';
import {runDistribution} from '../../src/application/run/run-distribution.ts';
import type {RunDeps} from '../../src/application/run/run-request.ts';
import {makeRunHere} from '../../src/application/service/run-here.ts';
import {formatCountDay} from '../../src/domain/count-day.ts';
import {memorySentMails} from './memory/sent-mails.ts';
import {type Published, publishedSchemas} from './published-schemas.ts';
import {SAMPLE_CHECKS} from './sample-checks.ts';
import {makeWorld, type World} from './world.ts';

export const SECRET = 'a secret of the tests, which is long enough';
export const ZONE = 'Asia/Almaty';
const ENTIRE_DAY = 86_400;

export type LogLine = {readonly level: string; readonly message: string} & Record<string, unknown>;

export type Asking = {
  readonly as?: 'admin' | 'viewer' | null;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
};

export type Told = {readonly status: number; readonly headers: Headers; readonly text: string; readonly json: never};

type Change = {
  readonly config?: Partial<HttpConfig>;
  readonly services?: Partial<HttpServices>;
  readonly deps?: (world: World) => Partial<RunDeps>;
  readonly users?: number;
  /** When it is; a minute before nine on the day of the world unless said. */
  readonly from?: string;
};

/** The real server on a free port, wired as in production, but over memory adapters and without threads. */
export async function serveWorld(change: Change = {}) {
  const world = makeWorld({users: change.users ?? 23});
  const {clock} = world;
  clock.advance(change.from === undefined ? -60_000 : Date.parse(change.from) - clock.now());
  const log: LogLine[] = [];
  const keep = (level: string) => (fields: object, message: string) => log.push({...fields, level, message});
  const answers = async () => {};
  const mails = memorySentMails();
  const deps: RunDeps = {...world.deps, ...change.deps?.(world)};
  const {countDay, limits} = world.request;
  const schedule = cronSchedule('0 9 * * *', ZONE);
  const created = createHttpServices({
    ...deps,
    schedule,
    makeSchedule: cronSchedule,
    settings: {cron: '0 9 * * *', timezone: ZONE},
    checks: async () => SAMPLE_CHECKS,
    sentMails: mails,
    probes: {dssb_app: answers, spss: answers},
    queries: slowQueries(deps, {countDay, maxUsers: limits.maxUsers, baselineRate: 0.2}),
    run: makeRunHere({
      log: {debug() {}, info() {}, warn() {}, error() {}},
      ping: () => {},
      settings: {countDay, limits, zone: ZONE, origin: world.request.origin, owner: world.request.owner},
      execute: (request, observe) => runDistribution(deps, request, observe, new AbortController().signal),
    }),
  });
  const services: HttpServices = {...created.services, ...change.services};
  const config: HttpConfig = {
    host: '127.0.0.1',
    port: 0,
    publicUrl: null,
    tls: null,
    trustedProxies: [],
    auth: {type: 'secret', secret: SECRET, olderSecrets: [], issuer: null, audience: null, adminClaim: null},
    sessionSecret: 'what cookies are sealed with',
    provider: null,
    metrics: 'open',
    docs: 'open',
    version: '1.2.3',
    page: {
      instance: 'TEST',
      hosts: {dssb_app: 'dssb-db1', spss: 'spss-db1'},
      language: 'ru',
      zone: ZONE,
      countDay: formatCountDay(countDay),
      maxUsers: limits.maxUsers,
    },
    log: {debug: keep('debug'), info: keep('info'), warn: keep('warn'), error: keep('error')},
    linesLost: () => 0,
    now: clock.now,
    elapsed: clock.elapsed,
    pseudonym: (subject) => deps.keys.digest(['subject', subject]).slice(0, 8),
    ...change.config,
  };
  const server = createHttpServer(services, config);
  const {port} = await server.listen();
  const address = `http${config.tls ? 's' : ''}://127.0.0.1:${port}`;
  const tokens = {admin: await token({permissions: ['admin']}), viewer: await token({permissions: ['viewer']})};

  async function token(claims: Record<string, unknown>, secret = SECRET): Promise<string> {
    const now = Math.floor(clock.now() / 1000);
    return new SignJWT({sub: 'somebody', exp: now + ENTIRE_DAY, ...claims})
      .setProtectedHeader({alg: 'HS256', typ: 'JWT'})
      .sign(new TextEncoder().encode(secret));
  }

  let published: Published | null = null;
  /** Asks, as an admin unless said otherwise; whatever is answered must be as `/openapi.json` says. */
  async function ask(path: string, {as = 'admin', method = 'GET', headers = {}, body}: Asking = {}): Promise<Told> {
    published ??= publishedSchemas(await (await fetch(`${address}/openapi.json`)).json());
    const authorization: Record<string, string> = as === null ? {} : {Authorization: `Bearer ${tokens[as]}`};
    const answer = await fetch(address + path, {
      method,
      headers: {...authorization, ...headers},
      ...(body === undefined ? {} : {body}),
    });
    const text = await answer.text();
    const type = answer.headers.get('Content-Type') ?? '';
    const json = (/json/.test(type) && text !== '' ? JSON.parse(text) : undefined) as never;
    const faults = published.faultsOf({method, path, status: answer.status, type, json});
    expect(faults, `${method} ${path} answers ${answer.status} as published`).to.deep.equal([]);
    return {status: answer.status, headers: answer.headers, text, json};
  }

  return {
    world,
    services,
    mails,
    config,
    server,
    port,
    address,
    tokens,
    token,
    ask,
    log,
    close: () => server.close(100),
  };
}

export type HttpWorld = Awaited<ReturnType<typeof serveWorld>>;
