import {groupIds} from '../../domain/end-check.ts';
import type {Iin, TheoryId} from '../../domain/ids.ts';
import {parseIin} from '../../domain/iin.ts';
import type {PlannedRun} from '../../domain/run.ts';
import type {DistributionPlan, PlannedGroup} from '../../domain/run-events.ts';
import {databaseOf, TABLES, type Table, tablesOf} from '../../domain/tables.ts';
import {indexWrites, writeKey} from '../../domain/writes.ts';
import type {DatabaseTables} from '../ports/group-tables.ts';
import type {Check} from './verify-table.ts';

/** Where a person stands now, whoever put him there; twice where he has two rows. */
export type StandingRow = {readonly table: Table; readonly theory_id: TheoryId};

/** Of the campaigns of a plan: reads all rows under its groups, of whatever age. */
export async function rowsOf(tables: DatabaseTables, plan: DistributionPlan, iin: Iin): Promise<StandingRow[]> {
  const found: StandingRow[] = [];
  for (const table of TABLES) {
    for await (const rows of tables[databaseOf(table)].members(table, groupIds(plan))) {
      for (const row of rows) if (parseIin(row.iin) === iin) found.push({table, theory_id: row.theoryId});
    }
  }
  return found;
}

/** Whether somebody of this group stands where the run wrote him, once, and nowhere else. */
export function checkPlaces(
  run: PlannedRun,
  {letter, theoryId}: Pick<PlannedGroup, 'letter' | 'theoryId'>,
  rows: readonly StandingRow[],
): Check[] {
  const written = indexWrites(run.written);
  return TABLES.map((table) => {
    const isDue = tablesOf(letter).includes(table);
    const found = rows.filter((row) => row.table === table).map((row) => row.theory_id);
    const where = found.length === 0 ? 'stands nowhere' : `stands in ${found.join(', ')}`;
    if (isDue && found.length === 0 && !written.has(writeKey({table, theoryId}))) {
      const why = run.status === 'abandoned' ? 'the run was given up before it' : 'the row is still owed';
      return {check: table, ok: true, detail: `${where}: ${why}`};
    }
    const ok = isDue ? found.length === 1 && found[0] === theoryId : found.length === 0;
    return {check: table, ok, detail: `${where}${ok ? ', as planned' : ', which is not the plan'}`};
  });
}
