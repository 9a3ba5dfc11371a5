import type {IsoInstant} from '../../domain/ids.ts';
import {install, oweSlotsFrom, type SchedulerDecision, setSchedule} from '../../domain/scheduler.ts';
import {openScheduler, readScheduler} from '../events/scheduler-stream.ts';
import {asFailure, Failure} from '../failure.ts';
import type {AlarmClock, Ring} from '../ports/alarm-clock.ts';
import {serially} from '../serially.ts';
import {agreedTime, areAfter, otherTimes} from './check-clocks.ts';
import {watchJumps} from './clock-jumps.ts';
import {watchEarly} from './early-answers.ts';
import {retryFailedSlot} from './failed-slots.ts';
import {type Hindrances, handleSlots} from './handle-slots.ts';
import {heldSchedule} from './held-schedule.ts';
import {type LateLoadDeps, lateLoads} from './late-loads.ts';
import {makePace, type RetryPace} from './pace.ts';
import {type TellDeps, tellSlots} from './tell-slots.ts';
import {watchLateness} from './watch-lateness.ts';
import {watchOutage} from './watch-outage.ts';

type WorkDeps = TellDeps &
  LateLoadDeps & {
    readonly alarm: AlarmClock;
    readonly rosterDays: number;
    /** What `schedule` is made of. */
    readonly cron: {readonly cron: string; readonly timezone: string};
  };

export type ServeDeps = Omit<WorkDeps, 'jumps'>;

/** How often it looks for what another process left behind, and whether an alarm was slept through. */
const LOOK_MS = 20_000;
const LONGEST_PAUSE_MS = 15 * 60_000;
const ALARM_GRACE_MS = 8_000;

/**
 * The service's life: answers each slot, finishes owed runs, unsent mail and due rosters, the same with growing pauses for
 * as long as it is still owed. What cannot be reached is waited for.
 */
export async function serve(given: ServeDeps, stopping: AbortSignal): Promise<void> {
  const deps = {...given, jumps: watchJumps(given.clock)};
  const inTurn = serially();
  const {look, answer} = makeWork(deps);
  const ring: Ring = async (slot) => {
    await awaitSlot(deps, slot, stopping);
    await inTurn(async () => {
      if (stopping.aborted) throw new Failure('interrupted', 'asked to stop');
      await answer(slot);
    });
  };
  const beside = [listen(deps, ring, stopping), watch(deps, stopping)];
  while (!stopping.aborted) {
    await inTurn(look);
    await deps.clock.sleep(LOOK_MS, stopping);
  }
  // What an alarm has begun is ended first.
  await inTurn(async () => {});
  await deps.alarm.stop(ALARM_GRACE_MS);
  await Promise.all(beside);
  deps.log.debug({}, 'The alarm clock is stopped');
}

/** Timers fire up to a millisecond early, and a look before the slot finds nothing: the next one would be that much late. */
async function awaitSlot({clock}: WorkDeps, slot: IsoInstant, stopping: AbortSignal): Promise<void> {
  // A clock that has been set back meanwhile is left to the looks.
  const latest = clock.elapsed() + LOOK_MS;
  const leftMs = () => Math.min(Date.parse(slot) - clock.now(), latest - clock.elapsed());
  while (leftMs() > 0 && !stopping.aborted) await clock.sleep(Math.max(1, leftMs()), stopping);
}

/** Beside the passes, which a run that waits for its database may hold up for hours. */
async function watch(deps: WorkDeps, stopping: AbortSignal): Promise<void> {
  for (;;) {
    // First: a run that is only now being made up for is not late news.
    await deps.clock.sleep(LOOK_MS, stopping);
    if (stopping.aborted) return;
    await watchLateness(deps).catch((error) => deps.log.debug({}, asFailure(error).message));
  }
}

async function listen({alarm, clock, log}: WorkDeps, ring: Ring, stopping: AbortSignal): Promise<void> {
  for (let pauseMs = 1_000; !stopping.aborted; pauseMs = Math.min(pauseMs * 2, LOOK_MS)) {
    try {
      await alarm.start(ring);
      return log.info({}, '✅ Daily distribution scheduler started successfully');
    } catch (error) {
      log.warn({}, `The scheduler is not started yet: ${asFailure(error).message}; trying again`);
      await clock.sleep(pauseMs, stopping);
    }
  }
}

/** What a service does in turn: look at all there is to do, and answer the slot that an alarm brings. Neither throws. */
function makeWork(deps: WorkDeps): {look: () => Promise<void>; answer: (slot: IsoInstant) => Promise<void>} {
  const {clock, events} = deps;
  const hindrances: Hindrances = new Map();
  const pace = makePace(deps);
  const tell = makeTeller(deps);
  const lookForLate = lateLoads(deps);
  const guarded = makeGuard(deps);
  const keepUp = makeKeeper(deps);
  const latestDue = async () => heldSchedule(await readScheduler(events), deps).latest(clock.now());
  return {
    look: () =>
      guarded(async () => {
        await keepUp();
        const latest = await latestDue();
        if (latest !== null) await handleSlots(deps, latest, hindrances, pace);
        await tell();
        await finishOwed(deps, pace);
        if (latest !== null) await retryFailedSlot(deps, latest);
        if (latest !== null) await lookForLate(latest);
      }),
    answer: (slot) =>
      guarded(async () => {
        // What came before may have lasted until a later slot, and only the latest is run.
        const latest = await latestDue();
        // Not before its time, should the clock have been set back.
        if (latest === null || clock.now() < Date.parse(slot)) return;
        await keepUp();
        await handleSlots(deps, latest, hindrances, pace);
      }),
  };
}

/** A machine sleeps less; a clock that goes ahead by more was wrong before. */
const LONGEST_SLEEP_MS = 7 * 86_400_000;

/**
 * Whether the first start was said by a wrong clock, and no slot has been answered since: it lies ahead, or the clock that said it
 * was set. Not while this clock is behind the others.
 */
async function beganByWrongClock(deps: WorkDeps, jumped: number): Promise<boolean> {
  const {missed, owedFrom} = await readScheduler(deps.events);
  const now = deps.clock.now();
  const isAhead = Date.parse(owedFrom ?? '') > now + LOOK_MS;
  if (!isAhead && jumped <= LONGEST_SLEEP_MS) return false;
  const isUnanswered = missed.length === 0 && (await deps.runs.latestSlot()) === null;
  return isUnanswered && !areAfter(await otherTimes(deps.clocks), now);
}

/** Keeps what slots are judged by true to clock and configuration. */
function makeKeeper(deps: WorkDeps): () => Promise<void> {
  const {clock, events, origin, jumps, log} = deps;
  const early = watchEarly(deps);
  const now = () => new Date(clock.now()).toISOString() as IsoInstant;
  const agreed = async () => new Date(await agreedTime(deps.clocks)).toISOString() as IsoInstant;
  // Opening reads the whole stream, years of it: that is for what changes only.
  const record = async (decision: SchedulerDecision) => {
    const isNews = decision(await readScheduler(events)).length > 0;
    if (isNews) await (await openScheduler(deps, origin)).record(decision);
    return isNews;
  };
  let [isSet, hasBegun, jumped] = [false, false, 0];
  return async () => {
    jumped += jumps.look();
    if ((await readScheduler(events)).switches.length === 0) hasBegun = await record(install(await agreed()));
    // Once: while versions with different schedules run side by side, the last one to start is right.
    if (!isSet || jumped < 0) await record(setSchedule({...deps.cron, from: await agreed()}));
    isSet = true;
    if (await beganByWrongClock(deps, hasBegun ? jumped : 0)) {
      log.warn({}, 'The first start was by a clock that was wrong: slots are owed from now on');
      await record(oweSlotsFrom(now(), []));
    } else await early.look(jumped);
    jumped = 0;
    const latest = heldSchedule(await readScheduler(events), deps).latest(clock.now());
    if (latest !== null && !jumps.isUncertain(latest)) await early.arrived(latest);
  };
}

/** Work on what may be out of reach: it never throws, and the next look does it again. */
function makeGuard(deps: WorkDeps): (work: () => Promise<void>) => Promise<void> {
  const outage = watchOutage(deps);
  return async (work) => {
    try {
      await work();
      outage.isBack();
    } catch (error) {
      const failure = asFailure(error);
      if (failure.kind === 'interrupted') return;
      deps.log.warn({kind: failure.kind, advice: failure.advice}, `${failure.message}; it will be tried again`);
      await outage.isAway(failure);
    }
  };
}

/** Finishes what is owed, unless it was tried a moment ago. */
async function finishOwed({run, rules, origin, observe}: WorkDeps, pace: RetryPace): Promise<void> {
  if (!(await pace.isOwed()) || !(await pace.isDue(null))) return;
  let active = false;
  try {
    active = (await run({next: null, graceMs: rules.graceMs, origin}, observe)).type === 'active';
  } finally {
    if (!active) await pace.tried(null);
  }
}

/** Notices of slots, with growing pauses for as long as some cannot be sent. */
function makeTeller(deps: WorkDeps): () => Promise<void> {
  let [pauseMs, notBefore] = [LOOK_MS, -Infinity];
  return async () => {
    if (deps.clock.elapsed() < notBefore) return;
    const allTold = await tellSlots(deps);
    pauseMs = allTold ? LOOK_MS : Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    notBefore = allTold ? -Infinity : deps.clock.elapsed() + pauseMs;
  };
}
