import {groupIds} from '../../domain/end-check.ts';
import {type BusinessDate, businessDateOf, type RunId, type TheoryId} from '../../domain/ids.ts';
import type {PlannedRun, RunStatus} from '../../domain/run.ts';
import type {DistributionPlan, PlannedGroup} from '../../domain/run-events.ts';
import {databaseOf, TABLES, type Table, tablesOf} from '../../domain/tables.ts';
import {indexWrites, writeKey} from '../../domain/writes.ts';
import {allSettledOrThrow} from '../all-settled.ts';
import {isPlanned, type PastRun, readHistory} from '../events/run-history.ts';
import {openEvent} from '../events/upcast.ts';
import type {EventStore} from '../ports/event-store.ts';
import type {DatabaseTables, RowCount} from '../ports/group-tables.ts';

export type VerifyDateDeps = {
  readonly events: EventStore;
  readonly tables: DatabaseTables;
};

/** Per planned run of the date what the three tables hold of each group; `planned` counts people. */
export type VerifiedRun = {
  readonly run_id: RunId;
  readonly status: RunStatus;
  readonly consistent: boolean;
  readonly theories: readonly ({
    readonly theory_id: TheoryId;
    readonly group: string;
    readonly planned: number;
  } & Readonly<Record<Table, number>>)[];
  readonly mismatches: readonly Mismatch[];
};

/** `doubled`: rows beyond the first of a person. What is not recorded as written is `owed` and no mismatch. */
export type Mismatch = {
  readonly table: Table;
  readonly theory_id: TheoryId;
  readonly planned: number;
  readonly found: number;
  readonly doubled: number;
};

/** By counts alone: one statement a table, needing neither roster nor secret. */
export async function verifyDate(deps: VerifyDateDeps, date: BusinessDate): Promise<VerifiedRun[]> {
  const history = await readHistory(deps.events);
  const verified: VerifiedRun[] = [];
  for (const past of history.filter(isPlanned)) {
    if (businessDateOf(past.id) === date) verified.push(await verifyCounts(deps, past, history));
  }
  return verified;
}

async function verifyCounts(
  {tables}: VerifyDateDeps,
  past: PastRun<PlannedRun>,
  history: readonly PastRun[],
): Promise<VerifiedRun> {
  const {plan} = past.run;
  const counts = await allSettledOrThrow(
    TABLES.map((table) => {
      const database = databaseOf(table);
      return tables[database].count(table, groupIds(plan), plan.since[database]);
    }),
  );
  const counted = new Map(counts.flat().map((count) => [writeKey(count), count]));
  const foreign = foreignRows(past, plan, history);
  const written = indexWrites(past.run.written);
  const mismatches: Mismatch[] = [];
  const theories = plan.campaigns
    .flatMap(({groups}) => groups)
    .map((group) => {
      const own = (table: Table) => ownRows(counted, foreign, {table, theoryId: group.theoryId});
      for (const table of TABLES) {
        const found = own(table);
        const planned = expected(group, table) - (written.get(writeKey({table, ...group}))?.preexisting ?? 0);
        const count = counted.get(writeKey({table, ...group}));
        const doubled = count ? count.rows - count.distinct : 0;
        const isOwed = found === 0 && !written.has(writeKey({table, ...group}));
        if ((found !== planned && !isOwed) || doubled > 0) {
          mismatches.push({table, theory_id: group.theoryId, planned, found, doubled});
        }
      }
      const [SC_local_control, SC_local_target, SC_theory_users] = TABLES.map(own) as [number, number, number];
      const {theoryId: theory_id, letter, size: planned} = group;
      return {theory_id, group: letter, planned, SC_local_control, SC_local_target, SC_theory_users};
    });
  const {id: run_id, run} = past;
  return {run_id, status: run.status, consistent: mismatches.length === 0, theories, mismatches};
}

function expected({letter, size}: PlannedGroup, table: Table): number {
  return tablesOf(letter).includes(table) ? size : 0;
}

type Place = {readonly table: Table; readonly theoryId: TheoryId};

function ownRows(counted: Map<string, RowCount>, foreign: Map<string, number>, place: Place): number {
  return (counted.get(writeKey(place))?.rows ?? 0) - (foreign.get(writeKey(place)) ?? 0);
}

/** Rows that are counted although they are not this run's: those from before its first write, and later runs'. */
function foreignRows(past: PastRun, plan: DistributionPlan, history: readonly PastRun[]): Map<string, number> {
  const foreign = new Map<string, number>();
  const add = (place: Place, rows: number) => foreign.set(writeKey(place), (foreign.get(writeKey(place)) ?? 0) + rows);
  for (const count of plan.baseline) add(count, count.rows);
  const began = past.events[0]!.at;
  for (const other of history) {
    if (other.id === past.id || (other.endedAt !== null && other.endedAt <= began)) continue;
    for (const stored of other.events) {
      const event = stored.type === 'GroupWritten' && stored.at > began ? openEvent(stored) : null;
      if (event?.type === 'GroupWritten') add(event.data, event.data.rows - event.data.preexisting);
    }
  }
  return foreign;
}
