import type {TheoryId} from '../../domain/ids.ts';
import {parseIin} from '../../domain/iin.ts';
import {plannedRows, type RowRange} from '../../domain/own-rows.ts';
import type {DistributionPlan, GroupWrite, PlannedGroup} from '../../domain/run-events.ts';
import {databaseOf, type Table} from '../../domain/tables.ts';
import {writeKey} from '../../domain/writes.ts';
import {counted} from '../english.ts';
import type {DatabaseTables} from '../ports/group-tables.ts';

/** One thing that was proved or not; `detail` says on what ground, without any IIN. */
export type Check = {
  readonly check: 'chain' | 'head' | 'expected head' | 'summaries' | 'seed' | 'people' | 'plan' | Table;
  readonly ok: boolean;
  readonly detail: string;
};

/** What a table's rows are compared with: a run's plan, its rebuilt members, and what other runs have put there. */
export type Expected = {
  /** What is recorded as written, by `writeKey`. */
  readonly written: ReadonlyMap<string, GroupWrite>;
  readonly plan: DistributionPlan;
  /** What other runs have put there since this one began, by `writeKey`. */
  readonly others: ReadonlyMap<string, RowRange>;
  readonly membersOf: (theoryId: TheoryId) => Set<string>;
};

/** Compares a table with the plan, person by person; groups whose write is not recorded yet are owed. */
export async function checkTable(tables: DatabaseTables, table: Table, expected: Expected): Promise<Check> {
  const faults: string[] = [];
  let [rows, owed] = [0, 0];
  for (const group of expected.plan.campaigns.flatMap(({groups}) => groups)) {
    const planned = plannedRows(group, table);
    const written = expected.written.has(writeKey({table, theoryId: group.theoryId}));
    if (written) rows += planned;
    else owed += planned;
    const fault = written || planned === 0 ? await compareGroup(tables, table, group, expected) : null;
    if (fault) faults.push(`${group.theoryId}: ${fault}`);
  }
  const summary = `${counted(rows, 'row is that planned', 'rows are those planned')}${owed > 0 ? `, ${counted(owed, 'is', 'are')} still owed` : ''}`;
  return {check: table, ok: faults.length === 0, detail: faults.length === 0 ? summary : faults.join('; ')};
}

async function compareGroup(
  tables: DatabaseTables,
  table: Table,
  {theoryId}: PlannedGroup,
  {written: recorded, plan, others, membersOf}: Expected,
): Promise<string | null> {
  const key = writeKey({table, theoryId});
  const written = recorded.get(key);
  const missing = written ? membersOf(theoryId) : new Set<string>();
  const database = databaseOf(table);
  let other = -(plan.baseline.find((count) => writeKey(count) === key)?.rows ?? 0);
  for await (const rows of tables[database].members(table, [theoryId], plan.since[database])) {
    for (const {iin} of rows) if (!missing.delete(parseIin(iin) ?? '')) other++;
  }
  const lost = missing.size - (written?.preexisting ?? 0);
  const foreign = Math.max(0, other - (others.get(key)?.most ?? 0));
  return lost === 0 && foreign === 0 ? null : `${lost} missing, ${foreign} doubled or foreign`;
}
