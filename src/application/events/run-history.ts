import {
  type BusinessDate,
  businessDateOf,
  compareRunIds,
  ordinalOf,
  parseRunId,
  type RunId,
  runId,
} from '../../domain/ids.ts';
import {type OtherRun, overlaps} from '../../domain/own-rows.ts';
import {type BegunRun, evolve, isFinished, NEW_RUN, type PlannedRun, type Run} from '../../domain/run.ts';
import type {GroupWrite} from '../../domain/run-events.ts';
import {ENDINGS} from '../../domain/run-report.ts';
import type {EventStore, StoredEvent} from '../ports/event-store.ts';
import {openEvent} from './upcast.ts';

/** A run as the history knows it. */
export type PastRun<State extends BegunRun = BegunRun> = {
  readonly id: RunId;
  readonly run: State;
  readonly events: readonly StoredEvent[];
  /** When it ended for good; null while it is owed. */
  readonly endedAt: string | null;
};

/** All runs, oldest first. */
export async function readHistory(events: EventStore): Promise<PastRun[]> {
  const streams = new Map<RunId, {run: Run; stored: StoredEvent[]}>();
  for await (const event of events.readAll('distribution-')) {
    const id = parseRunId(event.stream);
    if (!id) continue;
    const stream = streams.get(id) ?? {run: NEW_RUN, stored: []};
    if (stream.stored.length === 0) streams.set(id, stream);
    stream.stored.push(event);
    stream.run = evolve(stream.run, openEvent(event));
  }
  return [...streams]
    .flatMap(([id, {run, stored}]) =>
      run.status === 'new' ? [] : [{id, run, events: stored, endedAt: endOf(run, stored)}],
    )
    .sort((a, b) => compareRunIds(a.id, b.id));
}

function endOf(run: BegunRun, stored: readonly StoredEvent[]): string | null {
  return isFinished(run) ? (stored.findLast(({type}) => ENDINGS.includes(type))?.at ?? null) : null;
}

export function unfinished(history: readonly PastRun[]): PastRun[] {
  return history.filter(({run}) => !isFinished(run));
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

/** The id that the next new run of a date gets. */
export function nextRunId(history: readonly PastRun[], date: BusinessDate): RunId {
  const ordinals = history.filter(({id}) => businessDateOf(id) === date).map(({id}) => ordinalOf(id));
  return runId(date, Math.max(0, ...ordinals) + 1);
}

/** Sizes of the completed runs, newest first. */
export function completedSizes(history: readonly PastRun[]): number[] {
  return history.flatMap(({run}) => (run.status === 'completed' ? [run.plan.users.distributed] : [])).reverse();
}
