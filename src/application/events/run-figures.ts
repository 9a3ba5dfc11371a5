import type {EventStore} from '../ports/event-store.ts';
import type {RunProjection} from './run-projection.ts';
import type {RunTotals} from './run-totals.ts';
import {readScheduler} from './scheduler-stream.ts';

/** Totals over all that the event store knows: the same in every process and after a restart. */
export type RunFigures = Omit<RunTotals, 'runs'> & {
  readonly slotsMissed: number;
  /** Groups of unfinished runs whose rows a table still lacks, once for each table. */
  readonly owedGroups: number;
  /** Rows that are missing or too many over the campaigns' lives, as the latest run has found them. */
  readonly differingRows: number;
};

export async function readFigures({events, runs}: {events: EventStore; runs: RunProjection}): Promise<RunFigures> {
  const {runs: _, ...totals} = await runs.totals();
  const owed = (await runs.open()).flatMap(({report}) => report.owed);
  const [latest] = await runs.list({limit: 1});
  const differing = (latest?.report.warnings ?? []).map((it) =>
    it.kind === 'tables_differ' ? Math.abs(it.expected - it.found) : 0,
  );
  const differingRows = differing.reduce((sum, rows) => sum + rows, 0);
  return {...totals, differingRows, slotsMissed: (await readScheduler(events)).missed.length, owedGroups: owed.length};
}
