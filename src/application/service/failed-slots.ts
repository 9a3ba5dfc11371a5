import {isTimely} from '../../domain/due-slots.ts';
import type {IsoInstant} from '../../domain/ids.ts';
import {isOn} from '../../domain/scheduler.ts';
import {isRetryDue} from '../../domain/slot-retry.ts';
import {businessDateAt} from '../../domain/wall-time.ts';
import {readScheduler} from '../events/scheduler-stream.ts';
import type {SlotDeps} from './handle-slots.ts';

/**
 * Makes another run for a slot whose run failed before its plan, whatever the error was, as long as the slot may still be run.
 * Whether it is due is asked again under the lease, so that several processes make one run.
 */
export async function retryFailedSlot(deps: SlotDeps, slot: IsoInstant): Promise<void> {
  const {clock, rules, origin} = deps;
  if (!isTimely(slot, clock.now(), rules)) return;
  if (!isRetryDue(await deps.runs.ofSlot(slot), clock.now()) || !isOn(await readScheduler(deps.events))) return;
  const date = businessDateAt(Date.parse(slot), rules.zone);
  await deps.run({next: {date, slot, again: 'failed'}, graceMs: rules.graceMs, origin}, deps.observe);
}
