import type {EventStore} from '../ports/event-store.ts';
import type {RunProjection} from './run-projection.ts';
import type {RunTotals} from './run-totals.ts';
import {readScheduler} from './scheduler-stream.ts';

/** Totals over all that the event store knows: the same in every process and after a restart. */
export type RunFigures = Omit<RunTotals, 'runs'> & {
  readonly slotsMissed: number;
  /** Groups of unfinished runs whose rows a table still lacks, once for each table. */
  readonly owedGroups: number;
};

export async function readFigures({events, runs}: {events: EventStore; runs: RunProjection}): Promise<RunFigures> {
  const {runs: _, ...totals} = await runs.totals();
  const owed = (await runs.open()).flatMap(({report}) => report.owed);
  return {...totals, slotsMissed: (await readScheduler(events)).missed.length, owedGroups: owed.length};
}
