import {type DueSlots, judgeSlots, openSince, type SlotRules} from '../../domain/due-slots.ts';
import type {IsoInstant} from '../../domain/ids.ts';
import {type MissedReason, recordMissed} from '../../domain/scheduler.ts';
import {businessDateAt} from '../../domain/wall-time.ts';
import type {Origin} from '../events/event-envelope.ts';
import type {StreamDeps} from '../events/event-stream.ts';
import type {Observe} from '../events/progress.ts';
import type {RunProjection} from '../events/run-projection.ts';
import {openScheduler, readScheduler} from '../events/scheduler-stream.ts';
import {holdLease, type LeaseDeps} from '../hold-lease.ts';
import type {Log} from '../ports/log.ts';
import type {Ping} from '../ports/ping.ts';
import type {Schedule} from '../ports/schedule.ts';
import type {RetryPace} from './pace.ts';
import type {RunHere} from './run-here.ts';

export type SlotDeps = StreamDeps &
  LeaseDeps & {
    readonly runs: RunProjection;
    readonly schedule: Schedule;
    readonly rules: SlotRules;
    readonly origin: Origin;
    readonly owner: string;
    readonly log: Log;
    readonly ping: Ping;
    /** Finishes what is owed, then makes the run it is asked for. */
    readonly run: RunHere;
    readonly observe: Observe;
  };

/** What has kept a slot from being run, as far as this process has seen. */
export type Hindrances = Map<IsoInstant, MissedReason>;

/**
 * Answers a slot that is due, and those before it that are still open, each once: by a run, or by recording that it was
 * missed. Idempotent.
 */
export async function handleSlots(
  deps: SlotDeps,
  latest: IsoInstant,
  hindrances: Hindrances,
  pace: RetryPace,
): Promise<void> {
  const {run, missed} = await judgeOpen(deps, latest, hindrances);
  // Older slots first: once a later one is answered, nobody looks at them again.
  if (missed.length > 0 && !(await recordMissedSlots(deps, latest, hindrances))) return;
  if (run && (await pace.isDue(run))) await runSlot(deps, run, hindrances, pace);
}

async function judgeOpen(deps: SlotDeps, latest: IsoInstant, hindrances: Hindrances): Promise<DueSlots> {
  const scheduler = await readScheduler(deps.events);
  const taken = await deps.runs.latestSlot();
  const since = openSince(scheduler, taken === null ? [] : [taken]);
  if (since === null || latest <= since) return {run: null, missed: []};
  const older = deps.schedule.between(Date.parse(since), Date.parse(latest) - 1);
  const open = [...older, latest].filter((slot) => scheduler.missed.every((it) => it.slot !== slot));
  return judgeSlots(open, scheduler, deps.clock.now(), deps.rules, (slot) => hindrances.get(slot) ?? null);
}

/** Under the lease and judged anew: no run is being started for them meanwhile. False when another process holds it. */
async function recordMissedSlots(deps: SlotDeps, latest: IsoInstant, hindrances: Hindrances): Promise<boolean> {
  const {type: answer} = await holdLease(deps, deps.owner, async ({fence}) => {
    const {missed} = await judgeOpen(deps, latest, hindrances);
    const scheduler = await openScheduler(deps, deps.origin);
    await fence();
    for (const {type, data} of await scheduler.record(recordMissed(missed))) {
      if (type !== 'SlotMissed') continue;
      deps.log.warn({slot: data.slot, reason: data.reason}, `The slot ${data.slot} was missed: ${data.reason}`);
      if (data.reason !== 'switched_off') deps.ping('fail');
    }
  });
  return answer === 'done';
}

/** The run first finishes what is owed, so that it keeps to the same pace. */
async function runSlot(deps: SlotDeps, slot: IsoInstant, hindrances: Hindrances, pace: RetryPace): Promise<void> {
  const date = businessDateAt(Date.parse(slot), deps.rules.zone);
  try {
    const call = {next: {date, slot}, graceMs: deps.rules.graceMs, origin: deps.origin};
    const outcome = await deps.run(call, deps.observe);
    if (outcome.type === 'active') return deps.log.debug({slot, owner: outcome.owner}, 'Another process is at it');
    await pace.tried(slot);
    const {run: still} = await judgeOpen(deps, slot, hindrances);
    if (still === slot) hindrances.set(slot, 'run_owed');
  } catch (error) {
    hindrances.set(slot, 'unreachable');
    throw error;
  }
}
