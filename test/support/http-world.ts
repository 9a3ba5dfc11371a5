import {expect} from 'chai';
import {SignJWT} from 'jose';
import {systemClock} from '../../src/adapters/clock/system-clock.ts';
import {cronSchedule} from '../../src/adapters/cron/cron-schedule.ts';
import type {HttpConfig} from '../../src/adapters/http/config.ts';
import type {HttpServices} from '../../src/adapters/http/http-services.ts';
import {createHttpServer} from '../../src/adapters/http/server.ts';
import {auditTrail, listAudit} from '../../src/application/events/audit.ts';
import {pageRuns} from '../../src/application/events/page-runs.ts';
import {runEvents, showRun} from '../../src/application/events/query-runs.ts';
import {readFigures} from '../../src/application/events/run-figures.ts';
import {beginRun} from '../../src/application/run/begin-run.ts';
import {previewDistribution} from '../../src/application/run/preview.ts';
import {runDistribution} from '../../src/application/run/run-distribution.ts';
import {checkParts} from '../../src/application/service/check-parts.ts';
import {verifyDate} from '../../src/application/verify/verify-date.ts';
import {type Published, publishedSchemas} from './published-schemas.ts';
import {DATE, makeWorld} from './world.ts';

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

/** The real server on a free port, over the use cases on memory adapters; a scheduler that lives in memory. */
export async function serveWorld(
  change: {config?: Partial<HttpConfig>; services?: Partial<HttpServices>; users?: number} = {},
) {
  const world = makeWorld({users: change.users ?? 23});
  world.clock.advance(-60_000);
  const {deps, clock} = world;
  const log: LogLine[] = [];
  const keep = (level: string) => (fields: object, message: string) => log.push({...fields, level, message});
  const schedule = cronSchedule('0 9 * * *', ZONE);
  let on = true;
  const next = (count: number) => (on ? schedule.next(clock.now(), count) : []);
  const never = new AbortController().signal;
  const answers = async () => {};
  const probes = {dssb_app: answers, spss: answers, state: answers};
  const services: HttpServices = {
    schedulerStatus: async () => ({
      status: on ? 'running' : 'stopped',
      nextRun: next(1)[0] ?? null,
      cron: '0 9 * * *',
      timezone: ZONE,
    }),
    nextRuns: async (count) => next(count),
    switchScheduler: async (to) => {
      on = to;
    },
    recordAdminAction: auditTrail(deps),
    listAudit: (since) => listAudit(deps.events, since, ZONE),
    preview: () => previewDistribution(deps, {...world.request, date: DATE, sample: 10}, () => {}),
    beginRun: (origin) => beginRun((observe) => runDistribution(deps, {...world.request, origin}, observe, never)),
    today: () => DATE,
    verifyDate: (date) => verifyDate(deps, date),
    pageRuns: (page) => pageRuns(deps.events, page),
    showRun: (id) => showRun(deps.events, id).catch(() => null),
    runEvents: (id, options) => runEvents(deps.events, id, options).catch(() => []),
    progressOf: () => null,
    testConnections: () => checkParts(probes, systemClock, 2000),
    readiness: () => checkParts({...probes, scheduler: answers}, systemClock, 2000),
    figures: () => readFigures(deps.events),
    ...change.services,
  };
  const config: HttpConfig = {
    host: '127.0.0.1',
    port: 0,
    publicUrl: null,
    auth: {type: 'secret', secret: SECRET, issuer: null, audience: null, adminClaim: null},
    metrics: 'open',
    version: '1.2.3',
    log: {debug: keep('debug'), info: keep('info'), warn: keep('warn'), error: keep('error')},
    now: clock.now,
    ...change.config,
  };
  const server = createHttpServer(services, config);
  const {port} = await server.listen();
  const address = `http://127.0.0.1:${port}`;
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

  return {world, services, server, port, address, tokens, token, ask, log, close: () => server.close(100)};
}

export type HttpWorld = Awaited<ReturnType<typeof serveWorld>>;
