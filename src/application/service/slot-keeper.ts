import type {IsoInstant} from '../../domain/ids.ts';
import {install, oweSlotsFrom, type SchedulerDecision, setSchedule} from '../../domain/scheduler.ts';
import {openScheduler, readScheduler} from '../events/scheduler-stream.ts';
import {agreedTime, areAfter, otherTimes} from './check-clocks.ts';
import {watchEarly} from './early-answers.ts';
import type {SlotDeps} from './handle-slots.ts';
import {heldSchedule} from './held-schedule.ts';

export type KeeperDeps = SlotDeps & {
  /** What `schedule` is made of. */
  readonly cron: {readonly cron: string; readonly timezone: string};
};

const TOLERANCE_MS = 20_000;
/** A machine sleeps less; a clock that goes ahead by more was wrong before. */
const LONGEST_SLEEP_MS = 7 * 86_400_000;

/**
 * Whether the first start was said by a wrong clock, and no slot has been answered since: it lies ahead, or the clock that said it
 * was set. Not while this clock is behind the others.
 */
async function beganByWrongClock(deps: KeeperDeps, jumped: number): Promise<boolean> {
  const {missed, owedFrom} = await readScheduler(deps.events);
  const now = deps.clock.now();
  const isAhead = Date.parse(owedFrom ?? '') > now + TOLERANCE_MS;
  if (!isAhead && jumped <= LONGEST_SLEEP_MS) return false;
  const isUnanswered = missed.length === 0 && (await deps.runs.latestSlot()) === null;
  return isUnanswered && !areAfter(await otherTimes(deps.clocks), now);
}

/** Keeps what slots are judged by true to clock and configuration. */
export function makeKeeper(deps: KeeperDeps): () => Promise<void> {
  const {clock, events, origin, jumps, log} = deps;
  const early = watchEarly(deps);
  const agreed = async () => new Date(await agreedTime(deps.clocks)).toISOString() as IsoInstant;
  // Opening reads the whole stream, years of it: that is for what changes only.
  const record = async (decision: SchedulerDecision) => {
    const isNews = decision(await readScheduler(events)).length > 0;
    if (isNews) await (await openScheduler(deps, origin)).record(decision);
    return isNews;
  };
  let [isSet, hasBegun, jumped] = [false, false, 0];
  const startedAt = clock.elapsed();
  return async () => {
    jumped += jumps.look();
    if ((await readScheduler(events)).switches.length === 0) hasBegun = await record(install(await agreed()));
    // Once: while versions with different schedules run side by side, the last one to start is right.
    if (!isSet || jumped < 0) await record(setSchedule({...deps.cron, from: await agreed()}));
    isSet = true;
    if (await beganByWrongClock(deps, hasBegun ? jumped : 0)) {
      const start = clock.now() - (clock.elapsed() - startedAt);
      log.warn({}, 'The first start was by a clock that was wrong: slots are owed from the start of this process on');
      await record(oweSlotsFrom(new Date(start).toISOString() as IsoInstant, []));
    } else await early.look(jumped);
    jumped = 0;
    const latest = heldSchedule(await readScheduler(events), deps).latest(clock.now());
    if (latest !== null && !jumps.isUncertain(latest)) await early.arrived(latest);
  };
}
