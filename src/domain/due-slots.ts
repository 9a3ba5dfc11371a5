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

/** Slots of so long ago are nobody's: a clock was wrong, or the state is of another time. */
const LONGEST_ABSENCE_MS = 366 * 86_400_000;

/** From when on slots may still be open (ISO instant), by the answers that are not of the future: the last one, or the first start. */
export function openSince(scheduler: Scheduler, taken: IsoInstant | null, now: number): IsoInstant | null {
  const {owedFrom, missed} = scheduler;
  if (owedFrom === null) return null;
  const latest = new Date(now).toISOString();
  const answers = [...missed.map(({slot}) => slot), ...(taken === null ? [] : [taken])].filter(
    (slot) => slot <= latest,
  );
  const earliest = new Date(now - LONGEST_ABSENCE_MS).toISOString() as IsoInstant;
  return answers.reduce((last, slot) => (slot > last ? slot : last), owedFrom > earliest ? owedFrom : earliest);
}

/** At most so many are recorded and told one by one; the first of them says how many there were before. */
const MOST_TOLD = 31;

export function sumUp(missed: readonly MissedSlot[]): readonly MissedSlot[] {
  const [first, ...others] = missed.slice(-MOST_TOLD);
  const more = missed.length - MOST_TOLD;
  return first && more > 0 ? [{...first, more}, ...others] : missed;
}
