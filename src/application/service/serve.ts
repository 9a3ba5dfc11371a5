import type {IsoInstant} from '../../domain/ids.ts';
import {readScheduler} from '../events/scheduler-stream.ts';
import {asFailure, Failure} from '../failure.ts';
import type {AlarmClock, Ring} from '../ports/alarm-clock.ts';
import {serially} from '../serially.ts';
import {watchJumps} from './clock-jumps.ts';
import {retryFailedSlot} from './failed-slots.ts';
import {type Hindrances, handleSlots} from './handle-slots.ts';
import {heldSchedule} from './held-schedule.ts';
import {type KeptUpClock, keptUpClock} from './kept-up-clock.ts';
import {type LateLoadDeps, lateLoads} from './late-loads.ts';
import {makePace, type RetryPace} from './pace.ts';
import {type KeeperDeps, makeKeeper} from './slot-keeper.ts';
import {type TellDeps, tellSlots} from './tell-slots.ts';
import {watchLateness} from './watch-lateness.ts';
import {watchOutage} from './watch-outage.ts';

type WorkDeps = TellDeps &
  LateLoadDeps &
  KeeperDeps & {
    readonly alarm: AlarmClock;
    readonly rosterDays: number;
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
  const clock = keptUpClock(given.clocks, given.log);
  const deps = {...given, clock, jumps: watchJumps(clock)};
  const inTurn = serially();
  const {look, answer} = makeWork(deps);
  const ring: Ring = async (slot) => {
    await awaitSlot(deps, slot, stopping);
    await inTurn(async () => {
      if (stopping.aborted) throw new Failure('interrupted', 'asked to stop');
      await answer(slot);
    });
  };
  const beside = [listen(deps, ring, stopping), watch(deps, stopping), compareClocks(clock, stopping)];
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

/** Beside the passes too: a database that is away holds nothing up. */
async function compareClocks(clock: KeptUpClock, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    await clock.compare();
    await clock.sleep(LOOK_MS, stopping);
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
