import {groupIds} from '../../domain/end-check.ts';
import type {BusinessDate, RunId, TheoryId} from '../../domain/ids.ts';
import {indexCounts, overlaps, ownRows, type RowRange, rowsOfOthers} from '../../domain/own-rows.ts';
import type {PlannedRun, RunStatus} from '../../domain/run.ts';
import type {DistributionPlan, PlannedGroup} from '../../domain/run-events.ts';
import type {TableDifference} from '../../domain/table-differences.ts';
import {databaseOf, TABLES, type Table} from '../../domain/tables.ts';
import {indexWrites, writeKey} from '../../domain/writes.ts';
import {allSettledOrThrow} from '../all-settled.ts';
import {asOther, isPlanned, type PastRun, readRun} from '../events/run-history.ts';
import type {RunProjection} from '../events/run-projection.ts';
import {newestFirst} from '../events/run-totals.ts';
import type {EventStore} from '../ports/event-store.ts';
import type {DatabaseTables, RowCount} from '../ports/group-tables.ts';

export type VerifyDateDeps = {
  readonly events: EventStore;
  readonly runs: Pick<RunProjection, 'list'>;
  readonly tables: DatabaseTables;
};

/** More than a date has. */
const MOST_ATTEMPTS = 1000;

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
  /** What the run found before it planned: rows over the campaigns' lives. It is no mismatch of the run's own. */
  readonly differences: readonly (Omit<TableDifference, 'theoryId'> & {readonly theory_id: TheoryId})[];
};

/** `doubled`: rows beyond the first of a person. What is not recorded as written is `owed` and no mismatch. */
export type Mismatch = {
  readonly table: Table;
  readonly theory_id: TheoryId;
  readonly planned: number;
  readonly found: number;
  readonly doubled: number;
};

/**
 * By counts alone: one statement a table, needing neither roster nor secret. A run may be writing meanwhile: others are looked
 * for again after the counts, and what was not recorded before them may stand there or not. Of the log only these runs' streams
 * are read, and those of others that may have written to the same groups since.
 */
export async function verifyDate(deps: VerifyDateDeps, date: BusinessDate): Promise<VerifiedRun[]> {
  const verified: VerifiedRun[] = [];
  for (const {report} of (await deps.runs.list({limit: MOST_ATTEMPTS, date})).toReversed()) {
    const past = await readRun(deps.events, report.run_id);
    if (past && isPlanned(past)) verified.push(await verifyPast(deps, past));
  }
  return verified;
}

async function verifyPast(deps: VerifyDateDeps, past: PastRun<PlannedRun>): Promise<VerifiedRun> {
  const before = await readOthers(deps, past);
  const counts = await countRows(deps.tables, past.run.plan);
  const others = await readOthers(deps, past, before);
  // As planned when the counting was over, and as recorded before it began.
  const writers = [...others.values()].map((it) => (before.has(it.id) ? asOther(it) : {plan: it.run.plan, writes: []}));
  return compareCounts(past, counts, rowsOfOthers(writers, past.events[0]!.at));
}

/** The other planned runs that may have written to a run's groups since it began; those that are known are not read again. */
async function readOthers(
  {events, runs}: VerifyDateDeps,
  {id, run, events: [begin]}: PastRun<PlannedRun>,
  known: ReadonlyMap<RunId, PastRun<PlannedRun>> = new Map(),
): Promise<ReadonlyMap<RunId, PastRun<PlannedRun>>> {
  const groups = groupIds(run.plan);
  const others = new Map<RunId, PastRun<PlannedRun>>();
  for await (const {isFinished, dealt, report} of newestFirst(runs)) {
    const {run_id, status, ended_at} = report;
    if (run_id === id || !overlaps({endedAt: isFinished ? ended_at : null}, begin!.at)) continue;
    // Of one that was abandoned or is under way, `dealt` does not tell all that it may have written.
    const isOther = isFinished && status !== 'abandoned' && !groups.some((group) => dealt[group]);
    const other = isOther ? null : (known.get(run_id) ?? (await readRun(events, run_id)));
    if (other && isPlanned(other)) others.set(run_id, other);
  }
  return others;
}

async function countRows(tables: DatabaseTables, plan: DistributionPlan): Promise<ReadonlyMap<string, RowCount>> {
  const counts = await allSettledOrThrow(
    TABLES.map((table) => {
      const database = databaseOf(table);
      return tables[database].count(table, groupIds(plan), plan.since[database]);
    }),
  );
  return new Map(counts.flat().map((count) => [writeKey(count), count]));
}

function compareCounts(
  {id: run_id, run}: PastRun<PlannedRun>,
  counts: ReadonlyMap<string, RowCount>,
  others: ReadonlyMap<string, RowRange>,
): VerifiedRun {
  const written = indexWrites(run.written);
  const baseline = indexCounts(run.plan.baseline);
  const mismatches: Mismatch[] = [];
  const compare = (group: PlannedGroup, table: Table): number => {
    const key = writeKey({table, theoryId: group.theoryId});
    const [count, {least, most}] = [counts.get(key) ?? {rows: 0, distinct: 0}, others.get(key) ?? {least: 0, most: 0}];
    const planned = ownRows(group, table, written.get(key));
    const rows = count.rows - (baseline.get(key)?.rows ?? 0);
    const found = Math.min(rows - least, Math.max(rows - most, planned));
    const doubled = count.rows - count.distinct;
    const isOwed = !written.has(key) && found >= 0 && found < planned;
    if ((found !== planned && !isOwed) || doubled > 0) {
      mismatches.push({table, theory_id: group.theoryId, planned, found, doubled});
    }
    return found;
  };
  const theories = run.plan.campaigns
    .flatMap(({groups}) => groups)
    .map((group) => {
      const [SC_local_control, SC_local_target, SC_theory_users] = TABLES.map((table) => compare(group, table)) as [
        number,
        number,
        number,
      ];
      const {theoryId: theory_id, letter, size: planned} = group;
      return {theory_id, group: letter, planned, SC_local_control, SC_local_target, SC_theory_users};
    });
  const differences = run.warnings.flatMap((it) =>
    it.kind === 'tables_differ'
      ? [{table: it.table, theory_id: it.theoryId, expected: it.expected, found: it.found}]
      : [],
  );
  return {run_id, status: run.status, consistent: mismatches.length === 0, theories, mismatches, differences};
}
