import {compareRunIds, parseRunId, type RunId} from '../../domain/ids.ts';
import {type OtherRun, overlaps} from '../../domain/own-rows.ts';
import {type BegunRun, foldRun, isFinished, type PlannedRun} from '../../domain/run.ts';
import type {GroupWrite} from '../../domain/run-events.ts';
import {ENDINGS} from '../../domain/run-report.ts';
import type {EventStore, StoredEvent} from '../ports/event-store.ts';
import {openEvent} from './upcast.ts';

/** A run as its events tell it. */
export type PastRun<State extends BegunRun = BegunRun> = {
  readonly id: RunId;
  readonly run: State;
  readonly events: readonly StoredEvent[];
  /** When it ended for good; null while it is owed. */
  readonly endedAt: string | null;
};

/** One run, replayed; null when there is none. */
export async function readRun(events: EventStore, id: RunId): Promise<PastRun | null> {
  const stored = await events.read(id);
  const run = foldRun(stored.map((event) => openEvent(event)));
  return run.status === 'new' ? null : {id, run, events: stored, endedAt: endOf(run, stored)};
}

/** All runs of all years, replayed, oldest first: for those who prove the log, not for daily work. */
export async function readHistory(events: EventStore): Promise<PastRun[]> {
  const {versions} = await events.heads(0);
  const ids = [...versions.keys()].flatMap((stream) => parseRunId(stream) ?? []).sort(compareRunIds);
  const history: PastRun[] = [];
  for (const id of ids) {
    const past = await readRun(events, id);
    if (past) history.push(past);
  }
  return history;
}

function endOf(run: BegunRun, stored: readonly StoredEvent[]): string | null {
  return isFinished(run) ? (stored.findLast(({type}) => ENDINGS.includes(type))?.at ?? null) : null;
}

export function isPlanned(past: PastRun): past is PastRun<PlannedRun> {
  return past.run.plan !== null;
}

/** The other runs that may have written anything since a run began; for one that is not in the history, those under way. */
export function othersSince(history: readonly PastRun[], id: RunId): PastRun[] {
  const began = history.find((past) => past.id === id)?.events[0]?.at;
  return history.filter(
    (past) => past.id !== id && (began === undefined ? past.endedAt === null : overlaps(past, began)),
  );
}

/** A planned run as others see it: what it wrote, and when. */
export function asOther({run: {plan}, events}: PastRun<PlannedRun>): OtherRun {
  const written = events.filter(({type}) => type === 'GroupWritten');
  return {plan, writes: written.map((stored) => ({...(stored.data as GroupWrite), at: stored.at}))};
}
