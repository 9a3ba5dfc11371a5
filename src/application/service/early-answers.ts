import type {IsoInstant} from '../../domain/ids.ts';
import {oweSlotsFrom, type ReleasedRun, type Scheduler} from '../../domain/scheduler.ts';
import type {Origin} from '../events/event-envelope.ts';
import type {StreamDeps} from '../events/event-stream.ts';
import type {RunProjection} from '../events/run-projection.ts';
import {openScheduler, readScheduler} from '../events/scheduler-stream.ts';
import type {Log} from '../ports/log.ts';

/** More lie ahead only if a clock was ahead for longer than that many runs. */
const MOST_RUNS = 100;
const TOLERANCE_MS = 60_000;

type EarlyDeps = StreamDeps & {readonly runs: RunProjection};

/** What is answered although it is not due yet, by this clock: a clock was ahead then, or this one is behind now. */
export type EarlyAnswers = {
  readonly slots: readonly IsoInstant[];
  readonly runs: readonly ReleasedRun[];
  /** The first start is said to lie ahead. */
  readonly isBeginning: boolean;
};

type Noted = Pick<EarlyAnswers, 'slots' | 'runs'>;

export async function findEarly({events, runs, clock}: EarlyDeps): Promise<EarlyAnswers> {
  const scheduler = await readScheduler(events);
  const now = new Date(clock.now() + TOLERANCE_MS).toISOString();
  const latest = await runs.latestSlot();
  const recent = latest !== null && latest > now ? await runs.list({limit: MOST_RUNS}) : [];
  const early = recent.flatMap(({slot, report}) =>
    slot !== null && slot > now && !isReleased(scheduler, report.run_id) ? [{runId: report.run_id, slot}] : [],
  );
  const missed = scheduler.missed.filter(({slot}) => slot > now);
  return {
    slots: [...missed, ...early].map(({slot}) => slot).sort(),
    runs: early,
    isBeginning: (scheduler.owedFrom ?? '') > now,
  };
}

/** Undoes what a clock that was ahead has said of slots that are not due yet; answers what it was. */
export async function undoEarly(deps: EarlyDeps, origin: Origin): Promise<EarlyAnswers> {
  const early = await findEarly(deps);
  const from = new Date(deps.clock.now()).toISOString() as IsoInstant;
  if (early.slots.length > 0 || early.isBeginning) await owe(deps, from, early.runs, origin);
  return early;
}

async function owe(deps: EarlyDeps, from: IsoInstant, runs: readonly ReleasedRun[], origin: Origin): Promise<void> {
  await (await openScheduler(deps, origin)).record(oweSlotsFrom(from, runs));
}

/**
 * Remembers which slots were answered before they were due. One that then comes while the clock just goes on is owed again: its
 * answer was another time's. One that the clock jumps over is not: then this clock was the wrong one.
 */
export function watchEarly(deps: EarlyDeps & {readonly origin: Origin; readonly log: Log}) {
  let noted: Noted = {slots: [], runs: []};
  return {
    look: async (jumped: number): Promise<void> => {
      const now = new Date(deps.clock.now()).toISOString();
      if (jumped > 0) noted = {...noted, slots: noted.slots.filter((slot) => slot > now)};
      const early = await findEarly(deps);
      if (early.slots.length > noted.slots.length) {
        deps.log.warn(
          {slots: early.slots.length},
          `${early.slots[0]} is answered already, and lies ahead. ${EARLY_ADVICE}`,
        );
      }
      if (early.slots.length > 0) noted = withThoseDue(noted, early);
    },
    arrived: async (slot: IsoInstant): Promise<void> => {
      if (!noted.slots.includes(slot)) return;
      const before = new Date(Date.parse(slot) - 1).toISOString() as IsoInstant;
      await owe(
        deps,
        before,
        noted.runs.filter((run) => run.slot >= slot),
        deps.origin,
      );
      noted = {slots: [], runs: []};
      deps.log.warn({slot}, `The slot ${slot} was answered by a clock that was ahead; it is owed again`);
    },
  };
}

/** What lies ahead now, and before it what has come due since and is still to be owed again. */
function withThoseDue(noted: Noted, ahead: Noted): Noted {
  const isDue = (slot: IsoInstant) => slot < ahead.slots[0]!;
  return {
    slots: [...noted.slots.filter(isDue), ...ahead.slots],
    runs: [...noted.runs.filter((run) => isDue(run.slot)), ...ahead.runs],
  };
}

/** What a person can do about it. */
export const EARLY_ADVICE =
  'A clock was ahead when that was said, or this one is behind: set the clock, then: softcollection scheduler reopen';

function isReleased({released}: Pick<Scheduler, 'released'>, id: string): boolean {
  return released.some(({runId}) => runId === id);
}

/** The latest slot that a run answers for, not after now and not by a clock that was ahead. */
export async function lastTaken({runs, clock}: EarlyDeps, scheduler: Scheduler): Promise<IsoInstant | null> {
  const [latest, now] = [await runs.latestSlot(), new Date(clock.now()).toISOString()];
  if (latest === null || (latest <= now && scheduler.released.every(({slot}) => slot !== latest))) return latest;
  const taken = (await runs.list({limit: MOST_RUNS})).filter(({report}) => !isReleased(scheduler, report.run_id));
  const slots = taken.flatMap(({slot}) => (slot !== null && slot <= now ? [slot] : [])).sort();
  return slots.at(-1) ?? null;
}
