import {isTimely} from '../../domain/due-slots.ts';
import type {IsoInstant} from '../../domain/ids.ts';
import {foundNobody} from '../../domain/run-report.ts';
import {isOn} from '../../domain/scheduler.ts';
import {REFUSED_SLOT_PAUSE_MS} from '../../domain/slot-retry.ts';
import {businessDateAt} from '../../domain/wall-time.ts';
import {readScheduler} from '../events/scheduler-stream.ts';
import {asFailure} from '../failure.ts';
import type {SlotDeps} from './handle-slots.ts';

export type LateLoadDeps = SlotDeps & {
  /** How often people are looked for who came after a run that found nobody, in ms; 0: never. */
  readonly lateLoadCheckMs: number;
};

/**
 * Looks for the people of a slot whose run found nobody, as long as the slot may still be run, and makes a further run once
 * they have come. The look itself is under the lease, so that several processes make one run.
 */
export function lateLoads(deps: LateLoadDeps): (slot: IsoInstant) => Promise<void> {
  const {clock, rules, lateLoadCheckMs, origin} = deps;
  let notBefore = -Infinity;
  return async (slot) => {
    const now = clock.now();
    if (lateLoadCheckMs === 0 || clock.elapsed() < notBefore || !isTimely(slot, now, rules)) return;
    const date = businessDateAt(Date.parse(slot), rules.zone);
    const last = (await deps.runs.list({limit: 1}))[0]?.report;
    if (last?.business_date !== date || last.ended_at === null || !foundNobody(last)) return;
    // One that ends after now was ended by a clock that was ahead.
    const endedAgoMs = now - Date.parse(last.ended_at);
    if ((endedAgoMs >= 0 && endedAgoMs < lateLoadCheckMs) || !isOn(await readScheduler(deps.events))) return;
    notBefore = clock.elapsed() + lateLoadCheckMs;
    try {
      await deps.run({next: {date, slot, again: 'late_load'}, graceMs: rules.graceMs, origin}, deps.observe);
    } catch (error) {
      if (asFailure(error).kind === 'refused')
        notBefore = clock.elapsed() + Math.max(lateLoadCheckMs, REFUSED_SLOT_PAUSE_MS);
      throw error;
    }
  };
}
