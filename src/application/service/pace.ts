import type {IsoInstant} from '../../domain/ids.ts';
import {hasUnsent} from '../../domain/run-summary.ts';
import {REFUSED_SLOT_PAUSE_MS} from '../../domain/slot-retry.ts';
import type {RunProjection} from '../events/run-projection.ts';
import type {Clock} from '../ports/clock.ts';
import {dueRosters} from '../run/destroy-rosters.ts';

export type PaceDeps = {readonly runs: RunProjection; readonly clock: Clock; readonly rosterDays: number};

/** Growing pauses between attempts at what is owed, as long as it is the same. */
export type RetryPace = {
  /** Whether anything is owed: runs, mails or rosters to destroy. */
  isOwed(): Promise<boolean>;
  /** Whether it may be tried now: always for a slot (null: for none) that nobody has tried here. */
  isDue(slot: IsoInstant | null): Promise<boolean>;
  /** After an attempt. */
  tried(slot: IsoInstant | null): Promise<void>;
};

const FIRST_PAUSE_MS = 20_000;
const LONGEST_PAUSE_MS = 15 * 60_000;
/** A login that is refused again and again locks the account. */
const REFUSED_PAUSE_MS = 3 * 60 * 60_000;

export function makePace(deps: PaceDeps): RetryPace {
  let [pauseMs, owedBefore, notBefore] = [FIRST_PAUSE_MS, '', -Infinity];
  let slotBefore: IsoInstant | null = null;
  return {
    isOwed: async () => (await findOwed(deps)).names !== '',
    isDue: async (slot) => {
      if (slot !== null && slot !== slotBefore) return true;
      const {names} = await findOwed(deps);
      return names === '' || names !== owedBefore || deps.clock.elapsed() >= notBefore;
    },
    tried: async (slot) => {
      slotBefore = slot ?? slotBefore;
      const {names, refused} = await findOwed(deps);
      pauseMs = names === owedBefore ? Math.min(pauseMs * 2, LONGEST_PAUSE_MS) : FIRST_PAUSE_MS;
      owedBefore = names;
      notBefore = deps.clock.elapsed() + (refused ? (slot ? REFUSED_SLOT_PAUSE_MS : REFUSED_PAUSE_MS) : pauseMs);
    },
  };
}

async function findOwed({runs, clock, rosterDays}: PaceDeps): Promise<{names: string; refused: boolean}> {
  const open = await runs.open();
  const owed = open.filter(({isFinished}) => !isFinished);
  const unsent = open.filter(hasUnsent);
  const due = dueRosters(open, clock.now(), rosterDays);
  const names = [...owed, ...unsent, ...due].map(({report}) => report.run_id).join();
  return {names, refused: owed.some(({lastFailure}) => lastFailure === 'refused')};
}
