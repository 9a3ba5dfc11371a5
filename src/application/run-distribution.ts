import type {BusinessDate, IsoInstant} from '../domain/ids.ts';
import {fail, resume, start} from '../domain/run-decisions.ts';
import {AWAY, type FailureKind, type Stage} from '../domain/run-events.ts';
import type {RunReport} from '../domain/run-report.ts';
import type {SafetyLimits} from '../domain/safety-stop.ts';
import {scrub} from '../domain/scrub.ts';
import {destroyOldRosters, type RosterCareDeps} from './destroy-rosters.ts';
import {hashEvent, type Origin} from './event-envelope.ts';
import {asFailure, Failure} from './failure.ts';
import {finishRun} from './finish-run.ts';
import {type HeldLease, holdLease, type LeaseDeps} from './hold-lease.ts';
import {type Journal, type JournalDeps, openJournal} from './journal.ts';
import {deliverNotifications, type OutboxDeps} from './outbox.ts';
import {persevere} from './persevere.ts';
import {type PlanDeps, planRun} from './plan-run.ts';
import {type CountDay, formatCountDay, parseCountDay} from './ports/user-source.ts';
import type {Observe} from './progress.ts';
import {showRun} from './query-runs.ts';
import {nextRunId, type PastRun, readHistory, unfinished} from './run-history.ts';

export type RunDeps = PlanDeps & JournalDeps & LeaseDeps & OutboxDeps & RosterCareDeps;

export type RunRequest = {
  readonly origin: Origin;
  /** Names this process to others that find the lease taken. */
  readonly owner: string;
  /** The date in the schedule's zone. */
  readonly today: BusinessDate;
  /** The new run to make once the owed ones are finished; null only finishes. */
  readonly next: {readonly date: BusinessDate; readonly slot: IsoInstant | null} | null;
  /** Owed runs that are not gone on with this time. */
  readonly leave?: readonly string[];
  readonly countDay: CountDay;
  readonly limits: SafetyLimits;
  /** The reason for which the safety stop is overridden. */
  readonly forced: string | null;
};

export type RunOutcome =
  /** The runs that were finished or made, in that order; the last one answers the request. None: nothing was owed. */
  | {readonly type: 'ended'; readonly reports: readonly RunReport[]}
  | {readonly type: 'active'; readonly owner: string; readonly until: string};

/** A call of the use case, with what all its steps need. */
type Call = {
  readonly deps: RunDeps;
  readonly request: RunRequest;
  readonly observe: Observe;
  readonly stopping: AbortSignal;
  readonly held: HeldLease;
};

/**
 * Finishes what is owed, then makes the next run. Scheduler, HTTP, command line and a resume after a crash all come
 * here; a resume is the same path with more events already there. Whatever stops it, saying it again goes on.
 */
export async function runDistribution(
  deps: RunDeps,
  request: RunRequest,
  observe: Observe,
  stopping: AbortSignal,
): Promise<RunOutcome> {
  const answer = await holdLease(deps, request.owner, async (held) => {
    const call = {deps, request, observe, stopping, held};
    const reports = await finishOwed(call);
    if (request.next && mayStart(request.next, reports)) reports.push(await makeNext(call, request.next));
    await cleanUp(call);
    return Promise.all(reports.map((report) => refresh(call, report)));
  });
  return answer.type === 'held' ? {...answer, type: 'active'} : {type: 'ended', reports: answer.result};
}

/** What comes after runs and can come later as well: its failure does not touch their outcome. */
async function cleanUp({deps, request, observe, held}: Call): Promise<void> {
  try {
    await deliverNotifications(deps, request.origin, observe);
    await destroyOldRosters(deps, request.origin, observe, held.epoch);
  } catch (error) {
    observe({type: 'waiting', message: `mail and old rosters are left for the next run: ${asFailure(error).message}`});
  }
}

/** The report with what has become of its mail. */
async function refresh({deps}: Call, report: RunReport): Promise<RunReport> {
  return (await showRun(deps.events, report.run_id).catch(() => null)) ?? report;
}

async function finishOwed(call: Call): Promise<RunReport[]> {
  const reports: RunReport[] = [];
  const history = await readHistory(call.deps.events);
  for (const {id} of unfinished(history)) {
    if (call.request.leave?.includes(id)) continue;
    const journal = await openJournal(call.deps, id, call.request.origin, call.observe, call.held.epoch);
    await journal.record(resume(call.held.epoch));
    reports.push(await advance(call, journal, history));
  }
  return reports;
}

/**
 * Not while a planned run owes DSSB rows or its tables disagree; rows owed to SPSS alone hold nothing up. And a manual
 * request is answered by the run of its date that was just finished.
 */
function mayStart(next: NonNullable<RunRequest['next']>, finished: readonly RunReport[]): boolean {
  return finished.every(({status, plan_digest, owed, error, business_date}) => {
    const stuck = status === 'failed' && plan_digest !== null;
    const harmless = error !== null && AWAY.includes(error.kind) && owed.every(({database}) => database === 'spss');
    return (!stuck || harmless) && (next.slot !== null || business_date !== next.date);
  });
}

async function makeNext(call: Call, {date, slot}: NonNullable<RunRequest['next']>): Promise<RunReport> {
  const {deps, request, held} = call;
  const history = await readHistory(deps.events);
  const journal = await openJournal(deps, nextRunId(history, date), request.origin, call.observe, held.epoch);
  const last = history.at(-1)?.events.at(-1);
  await journal.record(
    start({
      businessDate: date,
      slot,
      countDay: formatCountDay(request.countDay),
      epoch: held.epoch,
      previousRunHash: last ? hashEvent(last, deps.hash) : null,
      forced: request.forced === null ? null : scrub(request.forced),
    }),
  );
  // A run of another date has another stream, which does not refuse a process that lost the lease before this. Whoever
  // takes the lease from here on sees this run and finishes it first.
  await held.fence();
  return advance(call, journal, history);
}

/** Takes a run as far as it goes now; a failure becomes an event of the run. */
async function advance(call: Call, journal: Journal, history: readonly PastRun[]): Promise<RunReport> {
  const {deps, stopping} = call;
  let stage: Stage = 'initialization';
  const observe: Observe = (progress) => {
    if (progress.type === 'stage') stage = progress.stage;
    call.observe(progress);
  };
  try {
    const work = () => step({...call, observe}, journal, history);
    await persevere(work, {reached: journal.version, clock: deps.clock, observe, stopping});
  } catch (error) {
    const {kind, message, advice, database} = asFailure(error);
    if (!isRunFailure(kind)) throw error;
    await journal.record(fail({stage, kind, database, message, advice}));
  }
  return journal.report()!;
}

/** From wherever its stream stands. */
async function step(call: Call, journal: Journal, history: readonly PastRun[]): Promise<void> {
  const {deps, request, observe, stopping, held} = call;
  const run = journal.run();
  if (run.status === 'running' && !run.plan) {
    const {businessDate} = run;
    if (businessDate < request.today) throw expired(businessDate);
    const limits = run.forced === null ? request.limits : null;
    const countDay = parseCountDay(run.countDay) ?? request.countDay;
    const input = {run: journal.id, countDay, limits, history, businessDate, epoch: held.epoch};
    await planRun(deps, journal, input, observe);
  }
  await finishRun(deps, journal, {fence: held.fence, stopping, history}, observe);
}

/** Its people have moved on in the source: a plan made now would put today's into a past day. */
function expired(date: BusinessDate): Failure {
  return new Failure('expired', `the run of ${date} was interrupted before its plan; nothing of it was written`, {
    advice: `nobody was distributed on ${date}: COUNT_DAY=6-30 takes in people of earlier days`,
  });
}

/** Being replaced, or asked to stop, is no event of the run: it simply goes on elsewhere or later. */
function isRunFailure(kind: Failure['kind']): kind is FailureKind {
  return kind !== 'fenced' && kind !== 'interrupted' && kind !== 'usage' && kind !== 'configuration';
}
