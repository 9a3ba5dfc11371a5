import {formatCountDay} from '../../domain/count-day.ts';
import type {BusinessDate, RunId} from '../../domain/ids.ts';
import {resume, start} from '../../domain/run-decisions.ts';
import {AWAY, type RunStart} from '../../domain/run-events.ts';
import type {RunReport} from '../../domain/run-report.ts';
import type {RunBrief, RunSummary} from '../../domain/run-summary.ts';
import {scrub} from '../../domain/scrub.ts';
import {isRetryDue} from '../../domain/slot-retry.ts';
import {openJournal} from '../events/journal.ts';
import {nextRunId, previousLinks} from '../events/next-run.ts';
import type {Observe} from '../events/progress.ts';
import {reportRuns, showRun} from '../events/query-runs.ts';
import {readScheduler} from '../events/scheduler-stream.ts';
import {asFailure, Failure} from '../failure.ts';
import {holdLease} from '../hold-lease.ts';
import {deliverNotifications} from '../notify/outbox.ts';
import {attemptRun} from './advance-run.ts';
import {destroyOldRosters} from './destroy-rosters.ts';
import {type Draft, draftDistribution} from './draft-distribution.ts';
import {hasLateLoad} from './late-load.ts';
import {requireReconciled} from './reconcile.ts';
import type {RunContext, RunDeps, RunRequest, SlotRequest} from './run-request.ts';

export type RunOutcome =
  /** The runs that were finished or made, in that order; the last one answers the request. None: nothing was owed. */
  | {readonly type: 'ended'; readonly reports: readonly RunReport[]}
  | {readonly type: 'active'; readonly owner: string; readonly until: string};

const MOST_NAMED = 10;

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
    await requireReconciled(deps, request);
    const call = {deps, request, observe, stopping, held};
    const reports = await finishOwed(call);
    if (request.next && mayStart(request.next, reports)) reports.push(...(await makeNext(call, request.next)));
    await cleanUp(call);
    return Promise.all(reports.map((report) => refresh(call, report)));
  });
  return answer.type === 'held' ? {...answer, type: 'active'} : {type: 'ended', reports: answer.result};
}

/** What comes after runs and can come later as well: its failure does not touch their outcome. */
async function cleanUp({deps, request, observe, held}: RunContext): Promise<void> {
  try {
    await deliverNotifications(deps, request.origin, observe);
    await destroyOldRosters(deps, request.origin, observe, held.epoch);
  } catch (error) {
    observe({type: 'waiting', message: `mail and old rosters are left for the next run: ${asFailure(error).message}`});
  }
}

/** The report with what has become of its mail. */
async function refresh({deps}: RunContext, report: RunReport): Promise<RunReport> {
  return (await showRun(deps, report.run_id).catch(() => null)) ?? report;
}

async function finishOwed(call: RunContext): Promise<RunReport[]> {
  const reports: RunReport[] = [];
  for (const {isFinished, report} of await call.deps.runs.open()) {
    if (isFinished) continue;
    const journal = await openJournal(call.deps, report.run_id, call.request.origin, call.observe, call.held.epoch);
    await journal.record(resume(call.held.epoch));
    reports.push(await attemptRun(call, journal));
  }
  return reports;
}

/**
 * Not while a planned run owes DSSB rows or its tables disagree; rows owed to SPSS alone hold nothing up. And a manual
 * request is answered by the run of its date that was just finished.
 */
function mayStart(next: SlotRequest, finished: readonly RunReport[]): boolean {
  return finished.every(({status, plan_digest, owed, error, business_date}) => {
    const stuck = status === 'failed' && plan_digest !== null;
    const harmless = error !== null && AWAY.includes(error.kind) && owed.every(({database}) => database === 'spss');
    return (!stuck || harmless) && (next.slot !== null || business_date !== next.date);
  });
}

/** `earlier`: the reports of the date's runs, oldest first. */
function nameEarlier(earlier: readonly RunBrief[]): Pick<RunStart, 'earlier'> {
  const named = earlier.map(({run_id: runId, status, reason, error}) => ({
    ...{runId, status, reason: reason ?? error?.kind ?? null},
  }));
  return named.length > 0 ? {earlier: named} : {};
}

async function mayRunAgain(
  call: RunContext,
  claimed: readonly RunSummary[],
  date: BusinessDate,
  again: SlotRequest['again'],
): Promise<boolean> {
  if (again === 'late_load') return hasLateLoad(call, date);
  return again === 'failed' && isRetryDue(claimed, call.deps.clock.now());
}

/** A slot is claimed once, by the run that was started for it, or by having been recorded as missed. */
async function makeNext(call: RunContext, {date, slot, again}: SlotRequest): Promise<RunReport[]> {
  const {deps, request, held} = call;
  // Before the slot is looked at: a run that another process makes meanwhile takes this id away, or is seen below.
  const id = await nextRunId(deps.runs, date);
  if (slot !== null) {
    const {missed, released} = await readScheduler(deps.events);
    const claimed = (await deps.runs.ofSlot(slot)).filter(({report}) =>
      released.every((it) => it.runId !== report.run_id),
    );
    if (claimed.length > 0 && !(await mayRunAgain(call, claimed, date, again))) return reportRuns(deps.events, claimed);
    if (missed.some((it) => it.slot === slot)) return [];
  }
  const ofDate = await deps.runs.list({date, limit: MOST_NAMED});
  const confirmed = await draftConfirmed(call, id);
  const journal = await openJournal(deps, id, request.origin, call.observe, held.epoch);
  await journal.record(
    start({
      businessDate: date,
      slot,
      countDay: formatCountDay(request.countDay),
      epoch: held.epoch,
      ...(await previousLinks(deps, deps.hash)),
      forced: request.forced === null ? null : scrub(request.forced),
      ...(request.reason === undefined ? {} : {reason: scrub(request.reason)}),
      ...nameEarlier(ofDate.map(({report}) => report).reverse()),
    }),
  );
  // A run of another date has another stream, which does not refuse a process that lost the lease before this. Whoever
  // takes the lease from here on sees this run and finishes it first.
  await held.fence();
  return [await attemptRun(confirmed ? {...call, confirmed} : call, journal)];
}

/** The draft that a person has confirmed by its digest, none if nobody had to; throws `plan_changed` when it is another now. */
async function draftConfirmed({deps, request}: RunContext, run: RunId): Promise<Draft | null> {
  const {countDay, forced, expectedDigest} = request;
  if (expectedDigest === undefined) return null;
  const limits = forced === null ? request.limits : null;
  const draft = await draftDistribution(deps, {run, countDay, limits}, () => {});
  if (draft.type === 'plan' && draft.plan.planDigest === expectedDigest) return draft;
  throw new Failure('plan_changed', 'the plan is not the one that was confirmed: nothing was begun', {
    advice: 'look at the preview again and confirm what it says now',
  });
}
