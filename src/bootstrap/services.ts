import {randomUUID} from 'node:crypto';
import {hostname, userInfo} from 'node:os';
import {join} from 'node:path';
import type {Container} from 'inversify';
import type {Services} from '../adapters/cli/services.ts';
import {readCsv} from '../adapters/csv/read-csv.ts';
import {abandonRun} from '../application/abandon-run.ts';
import {logRun} from '../application/log-run.ts';
import type {Log} from '../application/ports/log.ts';
import {previewDistribution} from '../application/preview.ts';
import type {Observe} from '../application/progress.ts';
import {listOwed, listRuns, runEvents, showRun} from '../application/query-runs.ts';
import type {RunRequest} from '../application/run-distribution.ts';
import {supervise} from '../application/supervise.ts';
import {verifyChain, verifyRun} from '../application/verify-run.ts';
import {businessDateAt} from '../domain/wall-time.ts';
import type {Config} from './config/config-types.ts';
import {describeConfig} from './config/describe-config.ts';
import {prepareDemo} from './demo.ts';
import {createMailServices} from './mail-services.ts';
import {runInWorker} from './run-in-worker.ts';
import {TOKENS as T} from './tokens.ts';

/** What the command line asks for. `open` gives the container: a run has its own, in its thread, and needs none here. */
export function createServices(config: Config, log: Log, open: () => Promise<Container>): Omit<Services, 'close'> {
  const deps = async () => (await open()).get(T.runDeps);
  const events = async () => (await open()).get(T.events);
  const origin = {actor: `cli:${userName()}`, correlationId: randomUUID()};
  const owner = `${hostname()} pid ${process.pid}`;
  const today = () => businessDateAt(Date.now(), config.schedule.timezone);
  const limits = {maxUsers: config.maxUsers};
  const logged = (observe: Observe): Observe => {
    const logIt = logRun(log);
    return (progress) => {
      logIt(progress);
      observe(progress);
    };
  };
  const send = (words: Pick<RunRequest, 'next' | 'forced' | 'leave'>, observe: Observe, stopping: AbortSignal) => {
    const request = {origin, owner, today: today(), countDay: config.countDay, limits, ...words};
    return runInWorker({config, request}, logged(observe), stopping);
  };
  return {
    places: {
      data: config.dataDir,
      mail: config.mail.type === 'file' ? join(config.dataDir, 'mail') : null,
      http: config.http.publicUrl ?? `http://${config.http.host}:${config.http.port}/`,
    },
    run: ({next, forced}, observe, stopping) =>
      send({next: next ? {date: today(), slot: null} : null, forced}, observe, stopping),
    start: async (stopping) => {
      log.info({pid: process.pid}, 'softcollection started');
      const finishOwed = (leave: readonly string[]) => send({next: null, forced: null, leave}, () => {}, stopping);
      const clock = (await open()).get(T.clock);
      await supervise({events: await events(), clock, log, rosterDays: config.rosterDays, finishOwed}, stopping);
      log.info({}, 'softcollection stopped');
    },
    preview: async ({forced, sql}, observe) => {
      const texts = sql ? (await open()).get(T.statementTexts) : null;
      const request = {date: today(), countDay: config.countDay, limits: forced ? null : limits, sql: texts};
      return previewDistribution(await deps(), request, observe);
    },
    verify: async (id) => verifyRun(await deps(), id),
    verifyChain: async () => verifyChain(await deps()),
    listRuns: async () => listRuns(await events()),
    listOwed: async () => listOwed(await events()),
    showRun: async (id) => showRun(await events(), id),
    runEvents: async (id, options) => runEvents(await events(), id, options),
    abandon: async (id, reason, observe) => {
      const answer = await abandonRun(await deps(), {id, reason, origin, owner}, logged(observe));
      return answer.type === 'held' ? {...answer, type: 'active'} : {type: 'ended', reports: [answer.result]};
    },
    importCsv: async (table, path, options) => {
      const {columns, rows} = await readCsv(path, table);
      return (await open()).get(T.sourceTables).insert(table, columns, rows, options);
    },
    prepareDemo: async () => prepareDemo(await open(), today()),
    ...createMailServices(config, open),
    describeConfig: () => describeConfig(config),
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
