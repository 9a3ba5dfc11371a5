import {type DueSlots, judgeSlots, openSince, type SlotRules, sumUp} from '../../domain/due-slots.ts';
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
import {areBefore, type Clocks, otherTimes} from './check-clocks.ts';
import type {ClockJumps} from './clock-jumps.ts';
import {lastTaken} from './early-answers.ts';
import {heldSchedule, type ScheduleDeps} from './held-schedule.ts';
import type {RetryPace} from './pace.ts';
import type {RunHere} from './run-here.ts';

export type SlotDeps = StreamDeps &
  LeaseDeps &
  ScheduleDeps & {
    readonly runs: RunProjection;
    readonly rules: SlotRules;
    /** The clocks that may know better what time it is. */
    readonly clocks: Clocks;
    readonly jumps: ClockJumps;
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
  const last = run ?? missed.at(-1)?.slot ?? null;
  if (last === null || !(await isDueElsewhere(deps, last))) return;
  // Older slots first: once a later one is answered, nobody looks at them again.
  if (missed.length > 0 && !(await recordMissedSlots(deps, latest, hindrances))) return;
  if (run && (await pace.isDue(run))) await runSlot(deps, run, hindrances, pace);
}

/** Which slots other clocks have been heard of, so that each is asked for once. */
const confirmed = new WeakMap<ClockJumps, IsoInstant>();

async function isDueElsewhere({clocks, jumps, log}: SlotDeps, slot: IsoInstant): Promise<boolean> {
  if (confirmed.get(jumps) === slot) return true;
  if (areBefore(await otherTimes(clocks), Date.parse(slot))) {
    log.warn({slot}, `The slot ${slot} is due by this machine's clock only: it waits for the others; set the clock`);
    return false;
  }
  confirmed.set(jumps, slot);
  return true;
}

async function judgeOpen(deps: SlotDeps, latest: IsoInstant, hindrances: Hindrances): Promise<DueSlots> {
  const scheduler = await readScheduler(deps.events);
  const since = openSince(scheduler, await lastTaken(deps, scheduler), deps.clock.now());
  if (since === null || latest <= since) return {run: null, missed: []};
  const older = heldSchedule(scheduler, deps).between(Date.parse(since), Date.parse(latest) - 1);
  const open = [...older, latest].filter((slot) => scheduler.missed.every((it) => it.slot !== slot));
  if (open.some(deps.jumps.isUncertain)) return {run: null, missed: []};
  return judgeSlots(open, scheduler, deps.clock.now(), deps.rules, (slot) => hindrances.get(slot) ?? null);
}

/** Under the lease and judged anew: no run is being started for them meanwhile. False when another process holds it. */
async function recordMissedSlots(deps: SlotDeps, latest: IsoInstant, hindrances: Hindrances): Promise<boolean> {
  const {type: answer} = await holdLease(deps, deps.owner, async ({fence}) => {
    const {missed} = await judgeOpen(deps, latest, hindrances);
    const scheduler = await openScheduler(deps, deps.origin);
    await fence();
    const recorded = await scheduler.record(recordMissed(sumUp(missed)));
    for (const {type, data} of recorded) {
      if (type !== 'SlotMissed') continue;
      const {slot, reason, more} = data;
      deps.log.warn(
        {slot, reason, more},
        `The slot ${slot} was missed: ${reason}${more ? `; ${more} more before it` : ''}`,
      );
    }
    if (recorded.some(({type}) => type === 'NotificationQueued')) deps.ping('fail');
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
