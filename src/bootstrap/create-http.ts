import type {Container} from 'inversify';
import {cronSchedule} from '../adapters/cron/cron-schedule.ts';
import type {PageSettings} from '../adapters/http/config.ts';
import {createHttpServices} from '../adapters/http/create-http-services.ts';
import {createHttpServer, type HttpServer} from '../adapters/http/server.ts';
import type {SlowQueries} from '../adapters/http/slow-queries.ts';
import type {OracleAccess} from '../adapters/oracle/oracle-access.ts';
import {openThread} from '../adapters/threads/open-thread.ts';
import {listChecks} from '../application/checks/list-checks.ts';
import {runChecks} from '../application/checks/run-checks.ts';
import type {Observe} from '../application/events/progress.ts';
import type {Log} from '../application/ports/log.ts';
import type {RunHere} from '../application/service/run-here.ts';
import {formatCountDay} from '../domain/count-day.ts';
import {checkSources} from './check-sources.ts';
import type {Config} from './config/config-types.ts';
import {pseudonymOf} from './token-services.ts';
import {TOKENS as T} from './tokens.ts';

/** A page is not to wait for what hangs: `softcollection doctor` takes longer. */
const LOOK_MS = 2_500;
const CHECK_MS = 2_800;

export type HttpParts = {
  readonly config: Config;
  /** What the configuration was warned of. */
  readonly configWarnings: readonly string[];
  readonly version: string;
  readonly log: Log;
  readonly linesLost: () => number;
  readonly run: RunHere;
};

/** The HTTP interface, not listening yet. `close` ends its thread for slow queries too. */
export function createHttp(
  container: Container,
  {config, configWarnings, version, log, linesLost, run}: HttpParts,
): HttpServer & {readonly observe: Observe} {
  const {http, auth, provider, secrets, metrics, docs, schedule} = config;
  const file = new URL('./query-thread.js', import.meta.url);
  const thread = openThread<SlowQueries>({file, data: config, stopping: container.get(T.stopping)});
  const sources = checkSources(container, config, {warnings: configWarnings, lookMs: LOOK_MS, login: false});
  const choice = {only: [], skip: [], accepted: config.doctorAccept, longestMs: CHECK_MS};
  const {services, observe} = createHttpServices({
    ...container.get(T.runDeps),
    schedule: container.get(T.schedule),
    makeSchedule: cronSchedule,
    settings: {cron: schedule.cron, timezone: schedule.timezone},
    sentMails: container.get(T.sentMails),
    checks: () => runChecks(listChecks(sources), container.get(T.clock), choice),
    probes: {dssb_app: container.get(T.probeDssb), spss: container.get(T.probeSpss)},
    queries: {
      preview: (date) => thread.call('preview', date),
      verifyDate: (date) => thread.call('verifyDate', date),
      pageRuns: (page) => thread.call('pageRuns', page),
      figures: () => thread.call('figures', null),
    },
    run,
  });
  const pseudonym = pseudonymOf(container.get(T.keys));
  const page = pageSettings(config);
  const server = createHttpServer(services, {
    ...http,
    auth,
    sessionSecret: secrets.assignmentSecret,
    provider,
    metrics,
    docs,
    version,
    page,
    log,
    linesLost,
    now: Date.now,
    elapsed: () => performance.now(),
    pseudonym,
  });
  return {
    listen: server.listen,
    close: async (graceMs) => {
      await server.close(graceMs);
      await thread.end();
    },
    observe,
  };
}

function pageSettings({instanceName: instance, language, schedule, countDay, maxUsers, storage}: Config): PageSettings {
  const host = (access: OracleAccess) => ('host' in access ? access.host : access.connectString);
  const hosts =
    storage.type === 'oracle'
      ? {dssb_app: host(storage.dssb), spss: host(storage.spss)}
      : {dssb_app: 'SQLite', spss: 'SQLite'};
  return {instance, hosts, language, zone: schedule.timezone, countDay: formatCountDay(countDay), maxUsers};
}
