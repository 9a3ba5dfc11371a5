import type {IsoInstant} from '../../domain/ids.ts';
import {isOn, type Switch, switchTo} from '../../domain/scheduler.ts';
import {scrub} from '../../domain/scrub.ts';
import type {Origin} from '../events/event-envelope.ts';
import type {StreamDeps} from '../events/event-stream.ts';
import {openScheduler, readScheduler} from '../events/scheduler-stream.ts';
import type {Schedule} from '../ports/schedule.ts';

/** As people and other programs know it from the original. */
export const DAILY_JOB = {id: 'daily_user_distribution', name: 'Daily User Distribution Process'};

export type SchedulerStatus = {
  readonly status: 'running' | 'stopped';
  readonly nextRun: IsoInstant | null;
  /** The latest that was due since the job is on; null while it is off, and before the first. */
  readonly latestSlot: IsoInstant | null;
  /** The latest switch; null before the first start. */
  readonly switched: Switch | null;
};

type SchedulerDeps = StreamDeps & {readonly schedule: Schedule};

/** Whether the daily job is on, and when it runs next. */
export async function schedulerStatus({events, clock, schedule}: SchedulerDeps): Promise<SchedulerStatus> {
  const scheduler = await readScheduler(events);
  const switched = scheduler.switches.at(-1) ?? null;
  if (!isOn(scheduler)) return {status: 'stopped', nextRun: null, latestSlot: null, switched};
  const now = clock.now();
  const latest = schedule.latest(now);
  const isOwed = latest !== null && switched !== null && switched.from < latest && (scheduler.owedFrom ?? '') < latest;
  return {
    status: 'running',
    nextRun: schedule.next(now, 1)[0] ?? null,
    latestSlot: isOwed ? latest : null,
    switched,
  };
}

/** The next slots; none while the job is off. */
export async function nextRuns(
  {events, clock, schedule}: SchedulerDeps,
  count: number,
): Promise<readonly IsoInstant[]> {
  return isOn(await readScheduler(events)) ? schedule.next(clock.now(), count) : [];
}

/** Switches the daily job on or off, for all processes and for good. Answers whether that changed anything. */
export async function switchScheduler(
  deps: SchedulerDeps,
  on: boolean,
  origin: Origin,
  reason?: string,
): Promise<boolean> {
  const from = new Date(deps.clock.now()).toISOString() as IsoInstant;
  const said = {by: scrub(origin.actor), ...(reason === undefined ? {} : {reason: scrub(reason)})};
  return (await (await openScheduler(deps, origin)).record(switchTo(on, from, said))).length > 0;
}
