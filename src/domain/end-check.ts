import type {TheoryId} from './ids.ts';
import {indexCounts, ownRows} from './own-rows.ts';
import type {PlannedRun} from './run.ts';
import type {DistributionPlan, GroupCount, PlannedGroup} from './run-events.ts';
import {TABLES, type Table} from './tables.ts';
import type {Warning} from './warnings.ts';
import {indexWrites, writeKey} from './writes.ts';

/** What the end check found: `breaches` stop the run; `notes` are differences from before it. */
export type EndCheck = {readonly breaches: string[]; readonly notes: Warning[]};

/** Compares what stands in the tables with the plan: every group in every table, those that must be empty too. */
export function checkCounts(run: PlannedRun, counts: readonly GroupCount[]): EndCheck {
  const found = indexCounts(counts);
  const written = indexWrites(run.written);
  const baseline = indexCounts(run.plan.baseline);
  const groups = run.plan.campaigns.flatMap((campaign) => campaign.groups);
  const breaches = TABLES.flatMap((table) =>
    groups.flatMap((group) => {
      const key = writeKey({table, theoryId: group.theoryId});
      const before = baseline.get(key);
      const expected = ownRows(group, table, written.get(key));
      const {rows, distinct} = found.get(key) ?? {rows: 0, distinct: 0};
      const [own, ownDistinct] = [rows - (before?.rows ?? 0), distinct - (before?.distinct ?? 0)];
      return own === expected && ownDistinct === expected
        ? []
        : [`${table} ${group.theoryId}: planned ${expected}, found ${own} rows of ${ownDistinct} people`];
    }),
  );
  return {breaches, notes: groups.flatMap((group) => earlierDifference(group, found))};
}

/** Every group id of a plan: what the end check has to count in each table. */
export function groupIds(plan: Pick<DistributionPlan, 'campaigns'>): TheoryId[] {
  return plan.campaigns.flatMap(({groups}) => groups.map(({theoryId}) => theoryId));
}

function earlierDifference({theoryId, letter}: PlannedGroup, found: ReadonlyMap<string, GroupCount>): Warning[] {
  const earlier = (table: Table) => {
    const count = found.get(writeKey({table, theoryId}));
    return count ? count.total - count.rows : 0;
  };
  const [dssb, spss] = [letter === 'A' ? 0 : earlier('SC_local_target'), earlier('SC_theory_users')];
  return dssb === spss ? [] : [{kind: 'earlier_difference', theoryId, dssb, spss}];
}
