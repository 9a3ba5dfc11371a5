import {pendingWrites} from '../../domain/run.ts';
import {TABLES, type Table} from '../../domain/tables.ts';
import type {UserCounts} from '../../domain/user-intake.ts';
import type {EventStore} from '../ports/event-store.ts';
import {type PastRun, readHistory, unfinished} from './run-history.ts';

/** Totals over all that the event store knows: the same in every process and after a restart. */
export type RunFigures = {
  /** When the latest completed run ended, in seconds since 1970; null when there is none. */
  readonly lastSuccess: number | null;
  /** Of each run that ended for good, in seconds. */
  readonly durations: readonly number[];
  readonly users: Omit<UserCounts, 'found' | 'enrolled_without_row'>;
  /** Rows that runs put into each table; those that stood there before are not counted. */
  readonly rowsWritten: Readonly<Record<Table, number>>;
  readonly slotsMissed: number;
  /** Groups of unfinished runs whose rows a table still lacks, once for each table. */
  readonly owedGroups: number;
};

export async function readFigures(events: EventStore): Promise<RunFigures> {
  const history = await readHistory(events);
  const ended = history.filter(({endedAt}) => endedAt !== null);
  const last = history.findLast(({run}) => run.status === 'completed');
  const scheduler = await events.read('scheduler');
  return {
    lastSuccess: last ? Date.parse(last.endedAt!) / 1000 : null,
    durations: ended.map(({events: stored, endedAt}) => (Date.parse(endedAt!) - Date.parse(stored[0]!.at)) / 1000),
    users: sumUsers(history),
    rowsWritten: sumRows(history),
    slotsMissed: scheduler.filter(({type}) => type === 'SlotMissed').length,
    owedGroups: unfinished(history)
      .flatMap(({run}) => pendingWrites(run))
      .reduce((sum, {groups}) => sum + groups.length, 0),
  };
}

function sumUsers(history: readonly PastRun[]): RunFigures['users'] {
  const sum = {distributed: 0, enrolled: 0, repeated: 0, malformed: 0, blank: 0};
  for (const {run} of history) {
    const users = run.status === 'skipped' ? run.users : run.plan?.users;
    for (const outcome of Object.keys(sum) as (keyof typeof sum)[]) sum[outcome] += users?.[outcome] ?? 0;
  }
  return sum;
}

function sumRows(history: readonly PastRun[]): Record<Table, number> {
  const sum = Object.fromEntries(TABLES.map((table) => [table, 0])) as Record<Table, number>;
  for (const {run} of history) {
    for (const {table, rows, preexisting} of run.plan ? run.written : []) sum[table] += rows - preexisting;
  }
  return sum;
}
