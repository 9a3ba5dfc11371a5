import type {GroupTotals} from './campaign-plan.ts';
import {type RunId, runOfKey, type TheoryId} from './ids.ts';

/** Rows of one group each, in the order of their runs' keys, as what each run gave. */
export function dealtByRun(
  rows: Iterable<readonly [key: string, theoryId: TheoryId, people: number]>,
): {run_id: RunId; people: GroupTotals}[] {
  const runs = new Map<string, Map<TheoryId, number>>();
  for (const [key, theoryId, people] of rows) runs.set(key, (runs.get(key) ?? new Map()).set(theoryId, people));
  return [...runs].map(([key, given]) => ({run_id: runOfKey(key), people: given}));
}
