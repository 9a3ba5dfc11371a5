import type {IsoInstant} from '../../domain/ids.ts';
import {isOn, switchTo} from '../../domain/scheduler.ts';
import type {Origin} from '../events/event-envelope.ts';
import type {StreamDeps} from '../events/event-stream.ts';
import {openScheduler, readScheduler} from '../events/scheduler-stream.ts';
import type {Schedule} from '../ports/schedule.ts';

/** As people and other programs know it from the original. */
export const DAILY_JOB = {id: 'daily_user_distribution', name: 'Daily User Distribution Process'};

export type SchedulerStatus = {readonly status: 'running' | 'stopped'; readonly nextRun: IsoInstant | null};

type SchedulerDeps = StreamDeps & {readonly schedule: Schedule};

/** Whether the daily job is on, and when it runs next. */
export async function schedulerStatus({events, clock, schedule}: SchedulerDeps): Promise<SchedulerStatus> {
  const on = isOn(await readScheduler(events));
  return {status: on ? 'running' : 'stopped', nextRun: on ? (schedule.next(clock.now(), 1)[0] ?? null) : null};
}

/** The next slots; none while the job is off. */
export async function nextRuns(
  {events, clock, schedule}: SchedulerDeps,
  count: number,
): Promise<readonly IsoInstant[]> {
  return isOn(await readScheduler(events)) ? schedule.next(clock.now(), count) : [];
}

/** Switches the daily job on or off, for all processes and for good. Answers whether that changed anything. */
export async function switchScheduler(deps: SchedulerDeps, on: boolean, origin: Origin): Promise<boolean> {
  const from = new Date(deps.clock.now()).toISOString() as IsoInstant;
  return (await (await openScheduler(deps, origin)).record(switchTo(on, from))).length > 0;
}
