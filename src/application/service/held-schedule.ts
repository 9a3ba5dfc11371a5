import type {IsoInstant} from '../../domain/ids.ts';
import type {Scheduler} from '../../domain/scheduler.ts';
import type {Schedule} from '../ports/schedule.ts';

/** A cron expression and zone, and what they mean. */
export type ScheduleDeps = {
  readonly schedule: Schedule;
  readonly makeSchedule: (cron: string, timezone: string) => Schedule;
};

/** Only what was due: each slot by the schedule that held then. Before the first that is recorded, it is today's. */
export type PastSchedule = Pick<Schedule, 'latest' | 'between'>;

export function heldSchedule({schedules}: Scheduler, {schedule, makeSchedule}: ScheduleDeps): PastSchedule {
  if (schedules.length === 0) return schedule;
  const set = schedules.map(({cron, timezone, from}) => ({from: Date.parse(from), held: makeSchedule(cron, timezone)}));
  const pieces = [{from: Number.NEGATIVE_INFINITY, held: schedule}, ...set].map((piece, i) => ({
    ...piece,
    // Later ones may begin earlier: a clock was ahead.
    until: Math.min(...set.slice(i).map(({from}) => from), Number.POSITIVE_INFINITY),
  }));
  return {
    latest: (atMs) => {
      for (const {from, until, held} of pieces.toReversed()) {
        if (from > atMs) continue;
        const latest = held.latest(Math.min(atMs, until));
        if (latest !== null && Date.parse(latest) > from) return latest;
      }
      return null;
    },
    between: (fromMs, toMs) =>
      pieces.flatMap(({from, until, held}): readonly IsoInstant[] =>
        held.between(Math.max(fromMs, from), Math.min(toMs, until)),
      ),
  };
}
