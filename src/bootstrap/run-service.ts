import {randomUUID} from 'node:crypto';
import type {Container} from 'inversify';
import {agendaAlarm} from '../adapters/agenda/agenda-alarm.ts';
import {mongoBackend} from '../adapters/agenda/mongo-backend.ts';
import {sqliteBackend} from '../adapters/agenda/sqlite-backend.ts';
import {cronSchedule} from '../adapters/cron/cron-schedule.ts';
import type {Log} from '../application/ports/log.ts';
import type {Ping} from '../application/ports/ping.ts';
import {reconcileFirst} from '../application/run/reconcile.ts';
import {checkClocks} from '../application/service/check-clocks.ts';
import {keepBeating} from '../application/service/heartbeat.ts';
import type {RunHere} from '../application/service/run-here.ts';
import {serve} from '../application/service/serve.ts';
import {openJobState} from './bind-mongodb.ts';
import type {Config} from './config/config-types.ts';
import {createHttp} from './create-http.ts';
import {stateTimeOf} from './state-time.ts';
import {TOKENS as T} from './tokens.ts';

export type ServiceContext = {
  readonly config: Config;
  readonly configWarnings: readonly string[];
  readonly log: Log;
  readonly linesLost: () => number;
  readonly version: string;
  readonly ping: Ping;
  readonly owner: string;
  readonly run: RunHere;
  /** As of `RunRequest`. */
  readonly reconciled: boolean;
};

const HTTP_GRACE_MS = 3_000;

/** HTTP and the scheduler, until the service is asked to stop. Throws when nobody may run on this state. */
export async function runService(container: Container, context: ServiceContext, stopping: AbortSignal): Promise<void> {
  const {config, configWarnings, log, linesLost, version, run, owner, reconciled} = context;
  log.info({pid: process.pid}, 'softcollection started');
  const http = createHttp(container, {config, configWarnings, version, log, linesLost, run});
  const {port} = await http.listen();
  log.info({host: config.http.host, port}, 'HTTP is listening');
  let closed: Promise<void> | null = null;
  const closeHttp = () => (closed ??= http.close(HTTP_GRACE_MS));
  stopping.addEventListener('abort', () => void closeHttp());
  const origin = {actor: 'scheduler', correlationId: randomUUID()};
  const jobs = openJobs(container, config);
  const refused = new AbortController();
  const reconciling = {origin, owner, zone: config.schedule.timezone, reconciled};
  const refuse = (error: unknown) => refused.abort(error);
  void reconcileFirst(container.get(T.runDeps), reconciling).catch(refuse);
  const ending = AbortSignal.any([stopping, refused.signal]);
  const heart = {...container.get(T.runDeps), heartbeats: container.get(T.heartbeats), owner, log};
  try {
    const serving = serve({...serveDeps(container, context, jobs.backend), origin, run, observe: http.observe}, ending);
    await Promise.all([serving, keepBeating(heart, ending, refuse)]);
  } finally {
    await jobs.close();
    await closeHttp();
  }
  if (refused.signal.aborted) throw refused.signal.reason;
  log.info({}, 'softcollection stopped');
}

function serveDeps(container: Container, context: ServiceContext, backend: ReturnType<typeof sqliteBackend>) {
  const {config, log, owner, ping} = context;
  const {cron, timezone, misfireGraceMs, lateLoadCheckMs} = config.schedule;
  const [runDeps, schedule, clock] = [container.get(T.runDeps), container.get(T.schedule), container.get(T.clock)];
  const alarm = agendaAlarm({backend, definition: {cron, timezone, schedule}, clock, log, owner});
  const clocks = {clock, zone: timezone, tables: runDeps.tables, stateTime: stateTimeOf(container, config)};
  void checkClocks(clocks).then((warnings) => {
    for (const warning of warnings) log.warn({}, warning);
  });
  const rules = {graceMs: misfireGraceMs, zone: timezone};
  const slots = {schedule, makeSchedule: cronSchedule, cron: {cron, timezone}, clocks, rules};
  return {...runDeps, ...slots, alarm, lateLoadCheckMs, log, owner, ping, nextRun: container.get(T.nextRun)};
}

/** Where the alarm clock keeps its job: beside the events, in MongoDB over a connection of its own. */
function openJobs(container: Container, {state}: Config) {
  switch (state.type) {
    case 'sqlite':
      return {backend: sqliteBackend(container.get(T.stateFile)), close: async () => {}};
    case 'mongodb': {
      const {look, close} = openJobState(container, state.uri);
      return {backend: mongoBackend({use: look}), close};
    }
    default:
      return state satisfies never;
  }
}
