import {GROUP_LETTERS, groupTheoryId, type TheoryId} from '../../../domain/ids.ts';
import type {BegunRun} from '../../../domain/run.ts';
import {tablesOf} from '../../../domain/tables.ts';
import {indexWrites, missingWrites, writeKey} from '../../../domain/writes.ts';
import type {QueryDeps} from '../../events/query-runs.ts';
import {readRun} from '../../events/run-history.ts';

/** Nobody has abandoned more. */
const MOST_ABANDONED = 1_000;

/** Rows by `writeKey`. */
export type RowsOfRuns = {
  /** What runs of this service planned, less what unfinished ones still owe, and abandoned ones owed. */
  readonly ours: ReadonlyMap<string, number>;
  /** What each unfinished run owes: it may stand there all the same, between a commit and its event. */
  readonly owed: ReadonlyMap<string, readonly number[]>;
};

/** The rows that runs of this service have put into each group of the campaigns. */
export async function rowsOfRuns({events, runs}: QueryDeps, campaigns: readonly TheoryId[]): Promise<RowsOfRuns> {
  const groups = campaigns.flatMap((campaign) =>
    GROUP_LETTERS.map((letter) => ({letter, theoryId: groupTheoryId(campaign, letter)})),
  );
  const planned = await runs.groupTotals(groups.map(({theoryId}) => theoryId));
  const rows = new Map<string, number>();
  for (const {letter, theoryId} of groups) {
    for (const table of tablesOf(letter)) rows.set(writeKey({table, theoryId}), planned.get(theoryId) ?? 0);
  }
  const owed = new Map<string, number[]>();
  for (const {table, theory_id, rows: missing} of (await runs.open()).flatMap(({report}) => report.owed)) {
    const key = writeKey({table, theoryId: theory_id});
    rows.set(key, (rows.get(key) ?? 0) - missing);
    owed.set(key, [...(owed.get(key) ?? []), missing]);
  }
  for (const {report} of await runs.list({status: 'abandoned', limit: MOST_ABANDONED})) {
    for (const [key, unwritten] of unmirrored((await readRun(events, report.run_id))?.run ?? null)) {
      rows.set(key, (rows.get(key) ?? 0) - unwritten);
    }
  }
  return {ours: rows, owed};
}

/** Rows that an abandoned run has put into DSSB, and not into SPSS. */
function unmirrored(run: BegunRun | null): [key: string, rows: number][] {
  if (!run?.plan) return [];
  const written = indexWrites(run.written);
  return missingWrites(run.plan, run.written)
    .filter(({table}) => table === 'SC_theory_users')
    .flatMap(({table, groups}) =>
      groups.map(({theoryId}): [string, number] => [
        writeKey({table, theoryId}),
        written.get(writeKey({table: 'SC_local_target', theoryId}))?.rows ?? 0,
      ]),
    );
}
