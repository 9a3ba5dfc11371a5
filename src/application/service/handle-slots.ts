import {type DueSlots, judgeSlots, openSince, type SlotRules} from '../../domain/due-slots.ts';
import type {IsoInstant} from '../../domain/ids.ts';
import {type MissedReason, recordMissed, type Scheduler} from '../../domain/scheduler.ts';
import {businessDateAt} from '../../domain/wall-time.ts';
import type {Origin} from '../events/event-envelope.ts';
import type {StreamDeps} from '../events/event-stream.ts';
import {type PastRun, readHistory} from '../events/run-history.ts';
import {openScheduler, readScheduler} from '../events/scheduler-stream.ts';
import {holdLease, type LeaseDeps} from '../hold-lease.ts';
import type {Log} from '../ports/log.ts';
import type {Ping} from '../ports/ping.ts';
import type {Schedule} from '../ports/schedule.ts';
import type {RunOutcome} from '../run/run-distribution.ts';
import type {SlotRequest} from '../run/run-request.ts';
import type {RetryPace} from './pace.ts';

export type SlotDeps = StreamDeps &
  LeaseDeps & {
    readonly schedule: Schedule;
    readonly rules: SlotRules;
    readonly origin: Origin;
    readonly owner: string;
    readonly log: Log;
    readonly ping: Ping;
    /** The use case: finishes what is owed, then makes this run. */
    readonly run: (next: SlotRequest | null) => Promise<RunOutcome>;
  };

/** What has kept a slot from being run, as far as this process has seen. */
export type Hindrances = Map<IsoInstant, MissedReason>;

/** Answers each slot that is due, once: by a run, or by recording that it was missed. Saying it again is harmless. */
export async function handleSlots(deps: SlotDeps, hindrances: Hindrances, pace: RetryPace): Promise<void> {
  const {run, missed} = await findDue(deps, hindrances);
  // Older slots first: once a later one is answered, nobody looks at them again.
  if (missed.length > 0 && !(await recordMissedSlots(deps, hindrances))) return;
  if (run && (await pace.isDue(run))) await runSlot(deps, run, hindrances, pace);
}

async function findDue(deps: SlotDeps, hindrances: Hindrances): Promise<DueSlots> {
  const [scheduler, history] = [await readScheduler(deps.events), await readHistory(deps.events)];
  const taken = slotsOf(history);
  const since = openSince(scheduler, taken);
  if (since === null) return {run: null, missed: []};
  const now = deps.clock.now();
  const slots = deps.schedule.between(Date.parse(since), now).filter((slot) => !isAnswered(slot, scheduler, taken));
  return judgeSlots(slots, scheduler, now, deps.rules, (slot) => hindrances.get(slot) ?? null);
}

const slotsOf = (history: readonly PastRun[]) => history.flatMap(({run}) => (run.slot === null ? [] : [run.slot]));

function isAnswered(slot: IsoInstant, {missed}: Scheduler, taken: readonly IsoInstant[]): boolean {
  return taken.includes(slot) || missed.some((it) => it.slot === slot);
}

/** Under the lease and judged anew: no run is being started for them meanwhile. False when another process holds it. */
async function recordMissedSlots(deps: SlotDeps, hindrances: Hindrances): Promise<boolean> {
  const {type: answer} = await holdLease(deps, deps.owner, async ({fence}) => {
    const {missed} = await findDue(deps, hindrances);
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
    const outcome = await deps.run({date, slot});
    if (outcome.type === 'active') return deps.log.debug({slot, owner: outcome.owner}, 'Another process is at it');
    await pace.tried(slot);
    const {run: still} = await findDue(deps, hindrances);
    if (still === slot) hindrances.set(slot, 'run_owed');
  } catch (error) {
    hindrances.set(slot, 'unreachable');
    throw error;
  }
}
