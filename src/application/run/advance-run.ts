import {type CountDay, parseCountDay} from '../../domain/count-day.ts';
import type {BusinessDate} from '../../domain/ids.ts';
import type {Run} from '../../domain/run.ts';
import {fail} from '../../domain/run-decisions.ts';
import type {FailureKind, Stage} from '../../domain/run-events.ts';
import type {RunReport} from '../../domain/run-report.ts';
import {businessDateAt} from '../../domain/wall-time.ts';
import type {Journal} from '../events/journal.ts';
import type {Observe} from '../events/progress.ts';
import {asFailure, Failure} from '../failure.ts';
import {finishRun} from './finish-run.ts';
import {lateLoadWarning} from './late-load.ts';
import {planRun} from './plan-run.ts';
import {retryTransient} from './retry-transient.ts';
import {rosterIdOf} from './roster.ts';
import type {RunContext} from './run-request.ts';

/** Takes a run as far as it goes now; a failure becomes an event of the run. */
export async function attemptRun(call: RunContext, journal: Journal): Promise<RunReport> {
  const {deps, stopping} = call;
  let stage: Stage = 'initialization';
  const observe: Observe = (progress) => {
    if (progress.type === 'stage') stage = progress.stage;
    call.observe(progress);
  };
  try {
    let attempt = 0;
    const work = () => planAndWrite({...call, observe}, journal, ++attempt);
    const patient = () => hasTime(journal.run(), call);
    await retryTransient(work, {reached: journal.version, clock: deps.clock, observe, stopping, patient});
  } catch (error) {
    const {kind, message, advice, database} = asFailure(error);
    if (!isRunFailure(kind)) throw error;
    await journal.record(fail({stage, kind, database, message, advice: adviceFor(journal.run(), advice)}));
  }
  return journal.report()!;
}

/** Without a plan nothing is owed that `resume` could finish. */
function adviceFor(run: Run, advice: string | null): string | null {
  const isPlanned = run.status !== 'new' && run.plan !== null;
  return isPlanned || advice === null ? advice : advice.replace('softcollection resume', 'softcollection run');
}

/** A slot's run that has no plan yet may wait for a database until its grace ends. */
function hasTime(run: Run, call: RunContext): boolean {
  if (run.status === 'new' || run.plan || run.slot === null) return false;
  return call.deps.clock.now() < Date.parse(run.slot) + call.request.graceMs && todayOf(call) <= run.businessDate;
}

/** From wherever its stream stands; `attempt` counts the tries under this lease. */
async function planAndWrite(call: RunContext, journal: Journal, attempt: number): Promise<void> {
  const {deps, request, observe, stopping, held} = call;
  // A plan whose append was never answered may stand: no other has to be made.
  await journal.reload();
  const run = journal.run();
  if (run.status === 'running' && !run.plan) {
    const {businessDate} = run;
    const checkDay = () => {
      if (businessDate < todayOf(call)) throw expired(businessDate);
    };
    checkDay();
    const limits = run.forced === null ? request.limits : null;
    const countDay = storedCountDay(run.countDay);
    const late = await lateLoadWarning(deps, run, journal.id, request.zone);
    const {origin} = request;
    const rosterId = rosterIdOf(journal.id, held.epoch, attempt);
    const {fence} = held;
    const draft = call.confirmed;
    const input = {run: journal.id, countDay, limits, businessDate, rosterId, fence, checkDay, late, origin, draft};
    await planRun(deps, journal, input, observe);
  }
  await finishRun(deps, journal, {fence: held.fence, stopping}, observe);
}

/** The date now: a call may last past midnight. */
function todayOf({deps, request}: RunContext): BusinessDate {
  return businessDateAt(deps.clock.now(), request.zone);
}

/** Never today's configuration in its place: those would be other people. */
function storedCountDay(text: string): CountDay {
  const countDay = parseCountDay(text);
  if (countDay) return countDay;
  throw new Failure('unexpected', `the run was started with COUNT_DAY=${JSON.stringify(text)}, which cannot be read`, {
    advice: 'nothing of it was written; start a new run: softcollection run',
  });
}

/** Its people have moved on in the source: a plan made now would put today's into a past day. */
function expired(date: BusinessDate): Failure {
  return new Failure('expired', `the run of ${date} was interrupted before its plan; nothing of it was written`, {
    advice: `nobody was distributed on ${date}: COUNT_DAY=6-30 takes in people of earlier days`,
  });
}

const NO_EVENTS: readonly Failure['kind'][] = ['fenced', 'interrupted', 'plan_changed', 'usage', 'configuration'];

/** Being replaced, or asked to stop, is no event of the run: it simply goes on elsewhere or later. */
function isRunFailure(kind: Failure['kind']): kind is FailureKind {
  return !NO_EVENTS.includes(kind);
}
