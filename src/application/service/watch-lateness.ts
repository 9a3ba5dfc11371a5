import {isOnAt, recordLate} from '../../domain/scheduler.ts';
import {businessDateAt} from '../../domain/wall-time.ts';
import {openScheduler, readScheduler} from '../events/scheduler-stream.ts';
import {areBefore, otherTimes} from './check-clocks.ts';
import {heldSchedule} from './held-schedule.ts';
import {type TellDeps, tellQueued} from './tell-slots.ts';

const LATE_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** No day has more. */
const MOST_RUNS = 1_000;

/**
 * An hour after its slot, if no run of the day has ended, people are told, once. A run may still be going on and hold the
 * lease: whoever notices tells.
 */
export async function watchLateness(deps: TellDeps): Promise<void> {
  const now = deps.clock.now();
  const scheduler = await readScheduler(deps.events);
  const slot = heldSchedule(scheduler, deps).latest(now - LATE_MS);
  if (slot === null || now - Date.parse(slot) > DAY_MS || deps.jumps.isUncertain(slot)) return;
  const {owedFrom, missed} = scheduler;
  const isOurs = owedFrom !== null && slot > owedFrom && isOnAt(scheduler, slot);
  if (!isOurs || missed.some((it) => it.slot === slot)) return;
  const date = businessDateAt(Date.parse(slot), deps.rules.zone);
  const ofDay = await deps.runs.list({date, limit: MOST_RUNS});
  if (ofDay.some(({report}) => report.status !== 'running')) return;
  const decision = recordLate(slot);
  if (decision(scheduler).length === 0) return;
  // A clock that is ahead is alone with its news.
  if (areBefore(await otherTimes(deps.clocks), Date.parse(slot) + LATE_MS)) return;
  const stream = await openScheduler(deps, deps.origin);
  const [queued] = await stream.record(decision);
  if (queued) await tellQueued(deps, stream, ({kind, slots}) => kind === 'late' && slots[0]?.slot === slot);
}
