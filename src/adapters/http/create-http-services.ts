import {cached} from '../../application/cached.ts';
import {withdraw} from '../../application/events/access-stream.ts';
import {auditTrail, listAudit} from '../../application/events/audit.ts';
import {listCampaigns, showCampaign} from '../../application/events/campaign-history.ts';
import type {StreamDeps} from '../../application/events/event-stream.ts';
import {logTail} from '../../application/events/log-tail.ts';
import {type Observe, observeAll} from '../../application/events/progress.ts';
import {findEvents, findRun} from '../../application/events/query-runs.ts';
import type {RunProjection} from '../../application/events/run-projection.ts';
import {lastKnown} from '../../application/last-known.ts';
import type {CheckResult} from '../../application/ports/check-result.ts';
import type {Clock} from '../../application/ports/clock.ts';
import type {SentMails} from '../../application/ports/sent-mails.ts';
import {beginRun} from '../../application/run/begin-run.ts';
import {recentSizes} from '../../application/run/recent-sizes.ts';
import {checkParts, type Probe} from '../../application/service/check-parts.ts';
import {type DaysDeps, listDays} from '../../application/service/list-days.ts';
import type {RunHere} from '../../application/service/run-here.ts';
import {nextRuns, schedulerStatus, switchScheduler} from '../../application/service/scheduler.ts';
import {sharedWhileAsked} from '../../application/shared-while-asked.ts';
import {usualLimit} from '../../domain/safety-stop.ts';
import {businessDateAt} from '../../domain/wall-time.ts';
import type {HttpServices} from './http-services.ts';
import {liveFeed} from './live-feed.ts';
import {progressBoard} from './progress-board.ts';
import type {SlowQueries} from './slow-queries.ts';
import {stateAnswers, type WhileStateAnswers, whileStateAnswers} from './while-state-answers.ts';
import {withdrawnTokens} from './withdrawn.ts';

export type HttpDeps = StreamDeps &
  DaysDeps & {
    readonly clock: Clock;
    /** What the schedule was made of. */
    readonly settings: {readonly cron: string; readonly timezone: string};
    /** The twenty of `doctor`, each asked now and for a bounded time. */
    readonly checks: () => Promise<readonly CheckResult[]>;
    readonly probes: Readonly<Record<'dssb_app' | 'spss', Probe>>;
    readonly sentMails: Pick<SentMails, 'find'>;
    readonly runs: RunProjection;
    readonly queries: SlowQueries;
    readonly run: RunHere;
  };

const PROBE_MS = 2_000;
const READY_FOR_MS = 1_000;
const CHECKED_FOR_MS = 5_000;
const HOUR_MS = 3_600_000;
const STATUS_FOR_MS = 1_000;
const FIGURES_FOR_MS = 10_000;

/**
 * What HTTP can ask for, out of the use cases. `observe` is to be told of runs that the scheduler starts, so that their
 * streams show how far they are.
 */
export function createHttpServices(deps: HttpDeps): {readonly services: HttpServices; readonly observe: Observe} {
  const {clock, events, queries, settings} = deps;
  const today = () => businessDateAt(clock.now(), settings.timezone);
  const board = progressBoard();
  const probes = {...deps.probes, state: () => events.read('no stream of this name')};
  const expectState = stateAnswers(probes.state, clock);
  const promptly = whileStateAnswers(expectState, clock);
  const isWithdrawn = withdrawnTokens(events, clock);
  const scheduler = schedulerServices(deps, promptly);
  const withScheduler = {...probes, scheduler: scheduler.schedulerStatus};
  const preview = sharedWhileAsked(queries.preview);
  const readiness = cached(() => checkParts(withScheduler, clock, PROBE_MS), clock, READY_FOR_MS);
  const services: HttpServices = {
    ...scheduler,
    isWithdrawn: (token) => expectState().then(() => isWithdrawn(token)),
    endSession: promptly((tokenId, origin) => withdraw(deps, {tokenId}, origin)),
    recordAdminAction: promptly(auditTrail(deps)),
    listAudit: promptly((since) => listAudit(events, since, settings.timezone)),
    preview: promptly(() => preview(today())),
    usualLimit: promptly(async () => usualLimit(await recentSizes(deps.runs))),
    beginRun: promptly((origin, said) =>
      beginRun((begin) =>
        deps.run({next: {date: today(), slot: null}, origin, ...said}, observeAll(board.observe, begin)),
      ),
    ),
    today,
    listDays: promptly((from, to) => listDays(deps, from, to, settings.timezone)),
    verifyDate: promptly(sharedWhileAsked(queries.verifyDate)),
    pageRuns: promptly(sharedWhileAsked(queries.pageRuns)),
    showRun: promptly((id) => findRun(events, id)),
    runEvents: promptly((id, options) => findEvents(events, id, options)),
    // With a hundred campaigns and a thousand runs half a million rows are summed.
    listCampaigns: promptly(cached(() => listCampaigns(deps), clock, FIGURES_FOR_MS)),
    showCampaign: promptly((id) => showCampaign(deps, id)),
    sentMail: promptly((id) => deps.sentMails.find(id)),
    progressOf: board.latest,
    watch: liveFeed(logTail(events), board.all),
    testConnections: () => checkParts(probes, clock, PROBE_MS),
    readiness,
    checks: cached(deps.checks, clock, CHECKED_FOR_MS),
    lastChecks: lastKnown(deps.checks, clock, HOUR_MS),
    figures: promptly(cached(() => queries.figures(null), clock, FIGURES_FOR_MS)),
  };
  return {services, observe: board.observe};
}

/** The status is asked for often, and changes by the second or when it is switched here. What is held is answered without a wait. */
function schedulerServices(
  deps: HttpDeps,
  promptly: WhileStateAnswers,
): Pick<HttpServices, 'schedulerStatus' | 'nextRuns' | 'switchScheduler'> {
  const look = promptly(async () => ({...(await schedulerStatus(deps)), ...deps.settings}));
  const read = () => cached(look, deps.clock, STATUS_FOR_MS, STATUS_FOR_MS);
  let status = read();
  return {
    schedulerStatus: () => status(),
    nextRuns: promptly((count) => nextRuns(deps, count)),
    switchScheduler: promptly(async (on, origin, reason) => {
      await switchScheduler(deps, on, origin, reason);
      status = read();
    }),
  };
}
