import {groupIds} from '../../domain/end-check.ts';
import type {RunId, TheoryId} from '../../domain/ids.ts';
import {parseIin} from '../../domain/iin.ts';
import {overlaps} from '../../domain/own-rows.ts';
import type {PlannedRun} from '../../domain/run.ts';
import type {DistributionPlan, GroupCount} from '../../domain/run-events.ts';
import {databaseOf, TABLES, type Table} from '../../domain/tables.ts';
import {writeKey} from '../../domain/writes.ts';
import {allSettledOrThrow} from '../all-settled.ts';
import type {QueryDeps} from '../events/query-runs.ts';
import {isPlanned, type PastRun, readRun} from '../events/run-history.ts';
import type {DatabaseTables, RowCount} from '../ports/group-tables.ts';
import {loadRosterGroup, type RosterDeps} from './roster.ts';

export type CountDeps = RosterDeps & QueryDeps & {readonly tables: DatabaseTables};

/** How many rows a group has in a table in all, given how many of them are not older than the run. */
export type TotalOf = (key: string, rows: number) => number;

/** Resolves once a table has its rows; before that it is not counted. */
export type Written = (table: Table) => Promise<unknown>;

/** As much of a plan as tells which rows are counted. */
type Counted = Pick<DistributionPlan, 'rosterId' | 'campaigns' | 'since'>;

/**
 * What stands in the three tables under a plan's groups, one statement a table: the end check's counts, and before the
 * first write its baseline. Older rows are not counted here: what there are in all is given.
 */
export async function countGroups(
  {tables}: Pick<CountDeps, 'tables'>,
  plan: Counted,
  totalOf: TotalOf,
  written: Written = async () => {},
): Promise<GroupCount[]> {
  const ids = groupIds(plan);
  const countIn = async (table: Table): Promise<readonly RowCount[]> => {
    await written(table);
    const database = databaseOf(table);
    return tables[database].count(table, ids, plan.since[database]);
  };
  const counted = (await allSettledOrThrow(TABLES.map(countIn))).flat();
  const found = new Map(counted.map((count) => [writeKey(count), count]));
  return TABLES.flatMap((table) =>
    ids.map((theoryId): GroupCount => {
      const key = writeKey({table, theoryId});
      const {rows, distinct} = found.get(key) ?? {rows: 0, distinct: 0};
      return {table, theoryId, rows, distinct, total: totalOf(key, rows)};
    }),
  ).filter(({total}) => total > 0);
}

/**
 * The same without rows that another run has put into these groups since this one began, as when SPSS rows of an older run
 * are written late; those are told by the other run's roster. The plan's own roster has to be there.
 */
export async function withoutOtherRuns(
  deps: CountDeps,
  id: RunId,
  plan: Counted,
  counts: readonly GroupCount[],
): Promise<readonly GroupCount[]> {
  const others = await othersSince(deps, id);
  if (others.length === 0) return counts;
  const own: GroupCount[] = [];
  for (const count of counts) own.push(count.rows > 0 ? await withoutOthers(deps, plan, others, count) : count);
  return own;
}

/** The other planned runs that may have written anything since this one began, as long as their rosters tell what. */
async function othersSince({events, runs}: CountDeps, id: RunId): Promise<PastRun<PlannedRun>[]> {
  const open = await runs.open();
  const began = open.find(({report}) => report.run_id === id)?.report.started_at;
  const others: PastRun<PlannedRun>[] = [];
  for (const {isFinished, rosterId, report} of open) {
    const isOver = isFinished && (began === undefined || !overlaps({endedAt: report.ended_at}, began));
    if (report.run_id === id || rosterId === null || isOver) continue;
    const other = await readRun(events, report.run_id);
    if (other && isPlanned(other)) others.push(other);
  }
  return others;
}

async function withoutOthers(
  deps: CountDeps,
  plan: Counted,
  others: readonly PastRun<PlannedRun>[],
  count: GroupCount,
): Promise<GroupCount> {
  const theirs = new Set<string>();
  for (const {run} of others) {
    for (const iin of await membersOf(deps, run.plan, count.theoryId)) theirs.add(iin);
  }
  for (const iin of await membersOf(deps, plan, count.theoryId)) theirs.delete(iin);
  const database = databaseOf(count.table);
  const seen = new Set<string>();
  let rows = 0;
  for await (const batch of deps.tables[database].members(count.table, [count.theoryId], plan.since[database])) {
    for (const row of batch) {
      const iin = parseIin(row.iin) ?? '';
      if (!theirs.has(iin)) continue;
      rows++;
      seen.add(iin);
    }
  }
  return {...count, rows: count.rows - rows, distinct: count.distinct - seen.size};
}

async function membersOf(deps: CountDeps, plan: Counted, theoryId: TheoryId): Promise<readonly string[]> {
  const group = plan.campaigns.flatMap(({groups}) => groups).find((it) => it.theoryId === theoryId);
  const readable = group && group.size > 0 && (await deps.rosters.wrappedKey(plan.rosterId)) !== null;
  return readable ? (await loadRosterGroup(deps, plan.rosterId, theoryId)).members : [];
}
