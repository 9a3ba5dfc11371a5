import {randomUUID} from 'node:crypto';
import {hostname, userInfo} from 'node:os';
import {join} from 'node:path';
import type {Container} from 'inversify';
import type {Services} from '../adapters/cli/cli-services.ts';
import {systemClock} from '../adapters/clock/system-clock.ts';
import {readCsv} from '../adapters/csv/read-csv.ts';
import {askHealth} from '../adapters/http/ask-health.ts';
import {httpPing} from '../adapters/ping/http-ping.ts';
import {fillDemoSource} from '../adapters/sqlite/demo-source.ts';
import {auditTrail} from '../application/events/audit.ts';
import {pageRuns} from '../application/events/page-runs.ts';
import {observeAll} from '../application/events/progress.ts';
import {listOwed, runEvents, showRun} from '../application/events/query-runs.ts';
import {rebuildRuns} from '../application/events/rebuild-runs.ts';
import {importRows} from '../application/import/import-rows.ts';
import {logRun} from '../application/notify/log-run.ts';
import {pingRun} from '../application/notify/ping-run.ts';
import type {Log} from '../application/ports/log.ts';
import {abandonRun} from '../application/run/abandon-run.ts';
import {previewDistribution} from '../application/run/preview.ts';
import {rekey} from '../application/run/rekey.ts';
import {findEarly, undoEarly} from '../application/service/early-answers.ts';
import {makeRunHere, type RunHereDeps} from '../application/service/run-here.ts';
import {nextRuns, schedulerStatus, switchScheduler} from '../application/service/scheduler.ts';
import {verifyChain} from '../application/verify/verify-chain.ts';
import {verifyRun} from '../application/verify/verify-run.ts';
import {verifySummaries} from '../application/verify/verify-summaries.ts';
import {businessDateAt} from '../domain/wall-time.ts';
import {createAuditServices} from './audit-services.ts';
import {createCampaignServices} from './campaign-services.ts';
import type {Config} from './config/config-types.ts';
import {describeConfig} from './config/describe-config.ts';
import {VARIABLES} from './config/variables.ts';
import {doubtStrata} from './doubt-strata.ts';
import {createExportServices} from './export-services.ts';
import {createMailServices} from './mail-services.ts';
import {runInThread} from './run-in-thread.ts';
import {peekAuditKey} from './secrets.ts';
import {createStateServices} from './state-services.ts';
import {createTokenServices} from './token-services.ts';
import {TOKENS as T} from './tokens.ts';

/** Without what closes them; `settled` resolves when nothing is under way in the background, or was given up after so long. */
export type ServicesToClose = Omit<Services, 'close'> & {settled(longestMs: number): Promise<void>};

export type ServicesContext = {
  readonly config: Config;
  readonly configWarnings: readonly string[];
  readonly log: Log;
  /** Of the log, since the start. */
  readonly linesLost: () => number;
  readonly version: string;
  readonly stopping: AbortSignal;
};

/** What the command line asks for. `open` gives the container: a run has its own, in its thread, and needs none here. */
export function createServices(
  {config, configWarnings, log, linesLost, version, stopping}: ServicesContext,
  open: () => Promise<Container>,
): ServicesToClose {
  const deps = async () => (await open()).get(T.runDeps);
  const events = async () => (await open()).get(T.events);
  const origin = {actor: `cli:${userName()}`, correlationId: randomUUID()};
  const owner = `${hostname()} pid ${process.pid}`;
  const today = () => businessDateAt(Date.now(), config.schedule.timezone);
  const limits = {maxUsers: config.maxUsers};
  const pinging = config.pingUrl === null ? null : httpPing(config.pingUrl, systemClock, log);
  const ping = pinging?.ping ?? (() => {});
  const same = {origin, owner, zone: config.schedule.timezone, countDay: config.countDay, limits};
  const execute: RunHereDeps['execute'] = (request, observe) => runInThread(config, request, observe, stopping);
  const runHere = makeRunHere({log, ping, settings: same, execute});
  const scheduler = async () => ({...(await deps()), schedule: (await open()).get(T.schedule)});
  return {
    settings: {
      data: config.dataDir,
      mail: config.mail.type === 'file' ? join(config.dataDir, 'mail') : null,
      timezone: config.schedule.timezone,
      cron: config.schedule.cron,
      http: config.http.publicUrl ?? `http${config.http.tls ? 's' : ''}://${config.http.host}:${config.http.port}/`,
    },
    run: ({next, ...said}, observe) => runHere({next: next ? {date: today(), slot: null} : null, ...said}, observe),
    start: async ({reconciled}) => {
      const {runService} = await import('./run-service.ts');
      const context = {config, configWarnings, log, linesLost, version, ping, owner, run: runHere, reconciled};
      await runService(await open(), context, stopping);
    },
    health: ({ready}) => askHealth(config.http, ready ? '/readyz' : '/livez'),
    schedulerStatus: async () => schedulerStatus(await scheduler()),
    nextRuns: async (count) => nextRuns(await scheduler(), count),
    switchScheduler: async (on) => switchScheduler(await scheduler(), on, origin),
    earlyAnswers: async () => findEarly(await deps()),
    reopenSlots: async () => undoEarly(await deps(), origin),
    settled: async (longestMs) => pinging?.settled(longestMs),
    preview: async ({forced, sql}, observe) => {
      const texts = sql ? (await open()).get(T.statementTexts) : null;
      const {baselineRate} = config;
      const request = {
        date: today(),
        countDay: config.countDay,
        limits: forced ? null : limits,
        baselineRate,
        sql: texts,
      };
      return previewDistribution(await deps(), request, observe);
    },
    verify: async (id) => verifyRun(await deps(), id),
    verifyChain: async (expected) => [
      ...(await verifyChain(await deps(), expected)),
      await verifySummaries(await deps()),
    ],
    rekeyState: async () => rekey(await deps(), owner),
    rebuildState: async () => rebuildRuns(await deps(), owner),
    pageRuns: async (page) => pageRuns(await deps(), page),
    listOwed: async () => listOwed(await deps()),
    showRun: async (id) => showRun(await deps(), id),
    runEvents: async (id, options) => {
      const found = await runEvents(await events(), id, options);
      const look = {
        who: userName(),
        what: `runs events --show-seed ${id}`,
        from: 'command line',
        outcome: 'done',
      } as const;
      const recorded = {...look, requestId: origin.correlationId};
      if (options.showSeed) await auditTrail(await deps(), 'cli')(recorded);
      return found;
    },
    abandon: async (id, {reason, reconciled}, observe) => {
      const told = observeAll(logRun(log), pingRun(ping), observe);
      const answer = await abandonRun(await deps(), {...same, id, reason, reconciled}, told);
      return answer.type === 'held' ? {...answer, type: 'active'} : {type: 'ended', reports: [answer.result]};
    },
    importCsv: async (table, path, {replace, dryRun}) => {
      const {columns, rows} = await readCsv(path, table);
      const tables = dryRun ? null : (await open()).get(T.sourceTables);
      return importRows({table, columns, rows}, {tables, replace, iinFormat: config.iinFormat});
    },
    prepareDemo: async () => {
      const container = await open();
      const files = {dssb: container.get(T.dssbFile), spss: container.get(T.spssFile)};
      const {runs: day} = await container.get(T.runs).totals();
      await fillDemoSource({...files, sources: container.get(T.sourceTables)}, {today: today(), day});
    },
    ...createAuditServices(config, open, {who: userName(), requestId: origin.correlationId}),
    ...createCampaignServices(open, {who: userName(), origin, owner, zone: same.zone}),
    ...createExportServices(open, {who: userName(), requestId: origin.correlationId}),
    ...createMailServices(config, open),
    ...createStateServices(open, {config, version, who: userName(), origin, owner}),
    ...createTokenServices(config, open, origin),
    describeConfig: () => describeConfig({...config, secrets: {...config.secrets, auditKey: peekAuditKey(config)}}),
    doubtConfig: () => doubtStrata(config, open),
    describeVariables: () => VARIABLES,
  };
}

/** Some containers have no entry for their user id. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
