import type {GroupTotals} from './campaign-plan.ts';
import type {TheoryId} from './ids.ts';
import type {BegunRun} from './run.ts';
import {tablesOf} from './tables.ts';
import {indexWrites, writeKey} from './writes.ts';

/** How many people a run gave each group: its plan's, or what was written to DSSB of a run that was abandoned. */
export function groupTotalsOf(run: BegunRun): GroupTotals {
  if (!run.plan) return new Map();
  const groups = run.plan.campaigns.flatMap((campaign) => campaign.groups);
  const written = indexWrites(run.written);
  return new Map(
    groups.flatMap(({letter, theoryId, size}) => {
      const [table] = tablesOf(letter);
      const given = run.status === 'abandoned' ? (written.get(writeKey({table, theoryId}))?.rows ?? 0) : size;
      return given > 0 ? [[theoryId, given] as const] : [];
    }),
  );
}

/** The totals of several runs. */
export function sumTotals(runs: Iterable<GroupTotals>): GroupTotals {
  const sum = new Map<TheoryId, number>();
  for (const totals of runs) {
    for (const [theoryId, people] of totals) sum.set(theoryId, (sum.get(theoryId) ?? 0) + people);
  }
  return sum;
}

/** The totals that a plan was made with. */
export function carriedTotals(plan: {
  campaigns: readonly {groups: readonly {theoryId: TheoryId; carried: number}[]}[];
}): GroupTotals {
  return new Map(plan.campaigns.flatMap(({groups}) => groups.map(({theoryId, carried}) => [theoryId, carried])));
}
