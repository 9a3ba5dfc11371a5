import type {Container} from 'inversify';
import {agendaAlarm} from '../adapters/agenda/agenda-alarm.ts';
import {mongoBackend} from '../adapters/agenda/mongo-backend.ts';
import {sqliteBackend} from '../adapters/agenda/sqlite-backend.ts';
import {checkClocks} from '../application/check-clocks.ts';
import type {Origin} from '../application/event-envelope.ts';
import type {Log} from '../application/ports/log.ts';
import type {Ping} from '../application/ports/ping.ts';
import type {RunOutcome} from '../application/run-distribution.ts';
import type {NextRun} from '../application/run-request.ts';
import {serve} from '../application/serve.ts';
import type {Config} from './config/config-types.ts';
import {openJobDatabase} from './job-database.ts';
import {TOKENS as T} from './tokens.ts';

export type ServiceContext = {
  readonly config: Config;
  readonly log: Log;
  readonly ping: Ping;
  readonly origin: Origin;
  readonly owner: string;
  readonly run: (next: NextRun | null) => Promise<RunOutcome>;
};

/** The scheduler on the state store's alarm clock, until it is asked to stop. */
export async function runService(container: Container, context: ServiceContext, stopping: AbortSignal): Promise<void> {
  const {config, log, owner} = context;
  const {cron, timezone, misfireGraceMs} = config.schedule;
  const [runDeps, schedule, clock] = [container.get(T.runDeps), container.get(T.schedule), container.get(T.clock)];
  const jobs = openJobs(container, config);
  const alarm = agendaAlarm({backend: jobs.backend, definition: {cron, timezone, schedule}, clock, log, owner});
  const mongo = config.state.type === 'mongodb' ? container.get(T.mongo) : null;
  const stateTime = mongo && (() => mongo.serverTime());
  void checkClocks({clock, zone: timezone, dssb: runDeps.dssb, spss: runDeps.spss, stateTime}).then((warnings) => {
    for (const warning of warnings) log.warn({}, warning);
  });
  const rules = {graceMs: misfireGraceMs, zone: timezone};
  const deps = {...runDeps, ...context, alarm, schedule, rules, nextRun: container.get(T.nextRun)};
  try {
    await serve(deps, stopping);
  } finally {
    await jobs.close();
  }
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
