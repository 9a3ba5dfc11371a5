import type {IsoInstant} from '../../domain/ids.ts';
import {install} from '../../domain/scheduler.ts';
import {openScheduler} from '../events/scheduler-stream.ts';
import {asFailure} from '../failure.ts';
import type {AlarmClock, Ring} from '../ports/alarm-clock.ts';
import {type Hindrances, handleSlots} from './handle-slots.ts';
import {makePace, type RetryPace} from './pace.ts';
import {type TellDeps, tellSlots} from './tell-slots.ts';
import {watchLateness} from './watch-lateness.ts';
import {watchOutage} from './watch-outage.ts';

export type ServeDeps = TellDeps & {readonly alarm: AlarmClock; readonly rosterDays: number};

/** How often it looks for what another process left behind, and whether an alarm was slept through. */
const LOOK_MS = 20_000;
const LONGEST_PAUSE_MS = 15 * 60_000;
const ALARM_GRACE_MS = 8_000;

/**
 * The service's life: answers each slot, finishes owed runs, unsent mail and due rosters, the same with growing pauses for
 * as long as it is still owed. What cannot be reached is waited for.
 */
export async function serve(deps: ServeDeps, stopping: AbortSignal): Promise<void> {
  const {clock, log} = deps;
  const pass = makePass(deps);
  const rung: {resolve: () => void; reject: (reason: Error) => void}[] = [];
  let wake = new AbortController();
  const ring = async (slot: IsoInstant) => {
    await awaitSlot(deps, slot, stopping);
    await new Promise<void>((resolve, reject) => {
      rung.push({resolve, reject});
      wake.abort();
    });
  };
  const beside = [listen(deps, ring, stopping), watch(deps, stopping)];
  while (!stopping.aborted) {
    wake = new AbortController();
    const waiting = rung.splice(0);
    await pass();
    for (const {resolve} of waiting) resolve();
    await clock.sleep(LOOK_MS, AbortSignal.any([stopping, wake.signal]));
  }
  for (const {reject} of rung) reject(new Error('asked to stop'));
  await deps.alarm.stop(ALARM_GRACE_MS);
  await Promise.all(beside);
  log.debug({}, 'The alarm clock is stopped');
}

/** Timers fire up to a millisecond early, and a look before the slot finds nothing: the next one would be that much late. */
async function awaitSlot({clock}: ServeDeps, slot: IsoInstant, stopping: AbortSignal): Promise<void> {
  // A clock that has been set back meanwhile is left to the looks.
  const latest = clock.now() + LOOK_MS;
  while (clock.now() < Math.min(Date.parse(slot), latest) && !stopping.aborted) {
    await clock.sleep(Math.max(1, Math.min(Date.parse(slot), latest) - clock.now()), stopping);
  }
}

/** Beside the passes, which a run that waits for its database may hold up for hours. */
async function watch(deps: ServeDeps, stopping: AbortSignal): Promise<void> {
  for (;;) {
    // First: a run that is only now being made up for is not late news.
    await deps.clock.sleep(LOOK_MS, stopping);
    if (stopping.aborted) return;
    await watchLateness(deps).catch((error) => deps.log.debug({}, asFailure(error).message));
  }
}

async function listen({alarm, clock, log}: ServeDeps, ring: Ring, stopping: AbortSignal): Promise<void> {
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

/** One look at all there is to do; it never throws. */
function makePass(deps: ServeDeps): () => Promise<void> {
  const {clock, log} = deps;
  const hindrances: Hindrances = new Map();
  const pace = makePace(deps);
  const outage = watchOutage(deps);
  const tell = makeTeller(deps);
  return async () => {
    try {
      const from = new Date(clock.now()).toISOString() as IsoInstant;
      await (await openScheduler(deps, deps.origin)).record(install(from));
      await handleSlots(deps, hindrances, pace);
      await tell();
      await finishOwed(deps, pace);
      outage.isBack();
    } catch (error) {
      const failure = asFailure(error);
      if (failure.kind === 'interrupted') return;
      log.warn({kind: failure.kind, advice: failure.advice}, `${failure.message}; it will be tried again`);
      await outage.isAway(failure);
    }
  };
}

/** Finishes what is owed, unless it was tried a moment ago. */
async function finishOwed({run}: ServeDeps, pace: RetryPace): Promise<void> {
  if (!(await pace.isOwed()) || !(await pace.isDue(null))) return;
  let active = false;
  try {
    active = (await run(null)).type === 'active';
  } finally {
    if (!active) await pace.tried(null);
  }
}

/** Notices of slots, with growing pauses for as long as some cannot be sent. */
function makeTeller(deps: ServeDeps): () => Promise<void> {
  let [pauseMs, notBefore] = [LOOK_MS, 0];
  return async () => {
    if (deps.clock.now() < notBefore) return;
    const allTold = await tellSlots(deps);
    pauseMs = allTold ? LOOK_MS : Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    notBefore = allTold ? 0 : deps.clock.now() + pauseMs;
  };
}
