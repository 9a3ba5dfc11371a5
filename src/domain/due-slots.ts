import type {IsoInstant} from './ids.ts';
import {isOnAt, type MissedReason, type MissedSlot, type Scheduler} from './scheduler.ts';
import {businessDateAt} from './wall-time.ts';

export type SlotRules = {
  /** How late a slot may still be run, in ms. */
  readonly graceMs: number;
  readonly zone: string;
};

/** What is to become of the slots that are due: at most one run, and those that are over. */
export type DueSlots = {readonly run: IsoInstant | null; readonly missed: readonly MissedSlot[]};

/**
 * Judges the slots that nobody has answered yet, oldest first. The latest is run if it is still its business date and
 * within the grace; all others are missed. `hindrance` says what has kept a slot from being run until now.
 */
export function judgeSlots(
  slots: readonly IsoInstant[],
  scheduler: Scheduler,
  now: number,
  rules: SlotRules,
  hindrance: (slot: IsoInstant) => MissedReason | null = () => null,
): DueSlots {
  const latest = slots.at(-1);
  const run = latest && isOnAt(scheduler, latest) && isTimely(latest, now, rules) ? latest : null;
  const missed = slots
    .filter((slot) => slot !== run)
    .map((slot) => ({
      slot,
      reason: isOnAt(scheduler, slot) ? (hindrance(slot) ?? 'not_running') : ('switched_off' as const),
    }));
  return {run, missed};
}

/** Whether a slot may still be run: within its grace, and on its business date. */
export function isTimely(slot: IsoInstant, now: number, {graceMs, zone}: SlotRules): boolean {
  const due = Date.parse(slot);
  return now - due <= graceMs && businessDateAt(due, zone) === businessDateAt(now, zone);
}

/** From when on slots may still be open (ISO instant): the last one that was answered, or the first start. */
export function openSince(scheduler: Scheduler, taken: readonly IsoInstant[]): IsoInstant | null {
  const first = scheduler.switches[0]?.from;
  if (first === undefined) return null;
  return [...taken, ...scheduler.missed.map(({slot}) => slot)].reduce(
    (last, slot) => (slot > last ? slot : last),
    first,
  );
}
