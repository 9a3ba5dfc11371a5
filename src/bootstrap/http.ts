import type {Container} from 'inversify';
import type {HttpServices, RunProgress} from '../adapters/http/http-services.ts';
import {createHttpServer, type HttpServer} from '../adapters/http/server.ts';
import {cached} from '../application/cached.ts';
import {auditTrail, listAudit} from '../application/events/audit.ts';
import type {Origin} from '../application/events/event-envelope.ts';
import type {Observe} from '../application/events/progress.ts';
import {hasEnded, runEvents} from '../application/events/query-runs.ts';
import type {Log} from '../application/ports/log.ts';
import {beginRun} from '../application/run/begin-run.ts';
import type {RunOutcome} from '../application/run/run-distribution.ts';
import {checkParts} from '../application/service/check-parts.ts';
import {businessDateAt} from '../domain/wall-time.ts';
import type {Config} from './config/config-types.ts';
import {queryThread} from './query-thread.ts';
import {TOKENS as T} from './tokens.ts';

/** What the scheduler tells HTTP, and lets itself be told. */
export type SchedulerServices = Pick<HttpServices, 'schedulerStatus' | 'nextRuns' | 'switchScheduler'>;

export type HttpParts = {
  readonly config: Config;
  readonly version: string;
  readonly log: Log;
  readonly container: Container;
  readonly scheduler: SchedulerServices;
  /** A run that uses up no slot. */
  readonly runByHand: (origin: Origin, observe: Observe) => Promise<RunOutcome>;
};

const PROBE_MS = 2000;
const READY_FOR_MS = 1000;
const FIGURES_FOR_MS = 10_000;

/**
 * The HTTP interface, not listening yet. `observe` may be told of runs that the scheduler starts, so that their streams
 * show how far they are. `close` ends the reading thread too.
 */
export function createHttp(parts: HttpParts): HttpServer & {readonly observe: Observe} {
  const {config, version, log} = parts;
  const board = progressBoard();
  const queries = queryThread(config);
  const services = httpServices(parts, queries, board);
  const {http, auth, metrics} = config;
  const server = createHttpServer(services, {...http, auth, metrics, version, log, now: Date.now});
  return {
    listen: server.listen,
    close: async (graceMs) => {
      await server.close(graceMs);
      await queries.close();
    },
    observe: board.observe,
  };
}

function httpServices(
  {config, container, scheduler, runByHand}: HttpParts,
  queries: ReturnType<typeof queryThread>,
  board: ReturnType<typeof progressBoard>,
): HttpServices {
  const [clock, events] = [container.get(T.clock), container.get(T.events)];
  const today = () => businessDateAt(clock.now(), config.schedule.timezone);
  const probes = {
    dssb_app: container.get(T.probeDssb),
    spss: container.get(T.probeSpss),
    state: () => events.read('no stream of this name'),
  };
  const withScheduler = {...probes, scheduler: scheduler.schedulerStatus};
  return {
    ...scheduler,
    recordAdminAction: auditTrail({events, clock, hash: container.get(T.hash), newId: container.get(T.newId)}),
    listAudit: (since) => listAudit(events, since, config.schedule.timezone),
    preview: () => queries.ask('preview', today()),
    beginRun: (origin) =>
      beginRun((begin) =>
        runByHand(origin, (progress) => {
          board.observe(progress);
          begin(progress);
        }),
      ),
    today,
    verifyDate: (date) => queries.ask('verifyDate', date),
    pageRuns: (page) => queries.ask('pageRuns', page),
    showRun: (id) => nullIfNone(queries.ask('showRun', id)),
    // A whole stream may be long; what was added since is not.
    runEvents: async (id, {showSeed, after}) =>
      after === 0
        ? ((await nullIfNone(queries.ask('runEvents', {id, showSeed}))) ?? [])
        : runEvents(events, id, {showSeed, after}),
    progressOf: (id) => board.latest(id),
    testConnections: () => checkParts(probes, clock, PROBE_MS),
    readiness: cached(() => checkParts(withScheduler, clock, PROBE_MS), clock, READY_FOR_MS),
    figures: cached(() => queries.ask('figures', null), clock, FIGURES_FOR_MS),
  };
}

/** Asking for a run that is not there is the caller's mistake. */
async function nullIfNone<Answer>(asked: Promise<Answer>): Promise<Answer | null> {
  try {
    return await asked;
  } catch (error) {
    if ((error as {kind?: unknown}).kind === 'usage') return null;
    throw error;
  }
}

/** How far each run of this process is, as long as it goes on. */
function progressBoard(): {observe: Observe; latest: (run: string) => RunProgress | null} {
  const latest = new Map<string, RunProgress>();
  return {
    observe: (progress) => {
      if (progress.type === 'stage' || progress.type === 'rows') latest.set(progress.run, progress);
      else if (progress.type === 'events' && hasEnded(progress.events)) latest.delete(progress.run);
    },
    latest: (run) => latest.get(run) ?? null,
  };
}
