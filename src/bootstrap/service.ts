import {randomUUID} from 'node:crypto';
import type {Container} from 'inversify';
import {agendaAlarm} from '../adapters/agenda/agenda-alarm.ts';
import {mongoBackend} from '../adapters/agenda/mongo-backend.ts';
import {sqliteBackend} from '../adapters/agenda/sqlite-backend.ts';
import {cached} from '../application/cached.ts';
import type {Log} from '../application/ports/log.ts';
import type {Ping} from '../application/ports/ping.ts';
import {checkClocks} from '../application/service/check-clocks.ts';
import type {RunHere} from '../application/service/run-here.ts';
import {nextRuns, schedulerStatus, switchScheduler} from '../application/service/scheduler.ts';
import {serve} from '../application/service/serve.ts';
import {businessDateAt} from '../domain/wall-time.ts';
import type {Config} from './config/config-types.ts';
import {createHttp, type SchedulerServices} from './http.ts';
import {openJobDatabase} from './job-database.ts';
import {TOKENS as T} from './tokens.ts';

export type ServiceContext = {
  readonly config: Config;
  readonly log: Log;
  readonly version: string;
  readonly ping: Ping;
  readonly owner: string;
  readonly run: RunHere;
};

const STATUS_FOR_MS = 1_000;
const HTTP_GRACE_MS = 3_000;

/** HTTP and the scheduler, until the service is asked to stop. */
export async function runService(container: Container, context: ServiceContext, stopping: AbortSignal): Promise<void> {
  const {config, log, version, run} = context;
  const {timezone} = config.schedule;
  log.info({pid: process.pid}, 'softcollection started');
  const today = () => businessDateAt(Date.now(), timezone);
  const http = createHttp({
    ...{config, version, log, container, scheduler: schedulerServices(container, config)},
    runByHand: (origin, observe) => run({next: {date: today(), slot: null}, origin}, observe),
  });
  const {port} = await http.listen();
  log.info({host: config.http.host, port}, 'HTTP is listening');
  let closed: Promise<void> | null = null;
  const closeHttp = () => (closed ??= http.close(HTTP_GRACE_MS));
  stopping.addEventListener('abort', () => void closeHttp());
  const origin = {actor: 'scheduler', correlationId: randomUUID()};
  const jobs = openJobs(container, config);
  try {
    await serve({...serveDeps(container, context, jobs.backend), origin, run, observe: http.observe}, stopping);
  } finally {
    await jobs.close();
    await closeHttp();
  }
  log.info({}, 'softcollection stopped');
}

function serveDeps(container: Container, context: ServiceContext, backend: ReturnType<typeof sqliteBackend>) {
  const {config, log, owner, ping} = context;
  const {cron, timezone, misfireGraceMs} = config.schedule;
  const [runDeps, schedule, clock] = [container.get(T.runDeps), container.get(T.schedule), container.get(T.clock)];
  const alarm = agendaAlarm({backend, definition: {cron, timezone, schedule}, clock, log, owner});
  const mongo = config.state.type === 'mongodb' ? container.get(T.mongo) : null;
  const stateTime = mongo && (() => mongo.serverTime());
  void checkClocks({clock, zone: timezone, tables: runDeps.tables, stateTime}).then((warnings) => {
    for (const warning of warnings) log.warn({}, warning);
  });
  const rules = {graceMs: misfireGraceMs, zone: timezone};
  return {...runDeps, alarm, schedule, rules, log, owner, ping, nextRun: container.get(T.nextRun)};
}

/** The status is asked for often, and changes by the second or when it is switched here. */
function schedulerServices(container: Container, {schedule: {cron, timezone}}: Config): SchedulerServices {
  const clock = container.get(T.clock);
  const deps = {...container.get(T.runDeps), schedule: container.get(T.schedule)};
  const look = async () => ({...(await schedulerStatus(deps)), cron, timezone});
  const read = () => cached(look, clock, STATUS_FOR_MS, STATUS_FOR_MS);
  let status = read();
  return {
    schedulerStatus: () => status(),
    nextRuns: (count) => nextRuns(deps, count),
    switchScheduler: async (on, origin) => {
      await switchScheduler(deps, on, origin);
      status = read();
    },
  };
}

/** Where the alarm clock keeps its job: beside the events, in MongoDB over a connection of its own. */
function openJobs(container: Container, {state}: Config) {
  switch (state.type) {
    case 'sqlite':
      return {backend: sqliteBackend(container.get(T.stateFile)), close: async () => {}};
    case 'mongodb': {
      const {db, close} = openJobDatabase(state.uri);
      return {backend: mongoBackend(db), close};
    }
    default:
      return state satisfies never;
  }
}
