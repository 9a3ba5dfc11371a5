import type {GroupTotals} from '../../domain/campaign-plan.ts';
import {campaignIdOf, type RunId, type TheoryId} from '../../domain/ids.ts';
import type {PlannedRun} from '../../domain/run.ts';
import {type Standing, standingAfter} from '../../domain/standing.ts';
import type {QueryDeps} from '../events/query-runs.ts';
import {isPlanned, readRun} from '../events/run-history.ts';

/**
 * Whom earlier runs have dealt to campaigns, by stratum. Each plan carries what stood before it, so that a campaign's latest
 * plan tells all of its past: on a usual morning one run is read, that of yesterday. `totals` names the groups that have
 * anybody. Counts by another definition of strata say nothing: those campaigns begin anew.
 */
export async function readStanding(deps: QueryDeps, totals: GroupTotals, stratifyBy: string): Promise<Standing> {
  const wanted = new Set([...totals.keys()].map(campaignIdOf));
  const standing = new Map<TheoryId, ReadonlyMap<string, readonly number[]>>();
  if (wanted.size === 0) return standing;
  for await (const run of plannedRuns(deps)) {
    const {allocation, campaigns} = run.plan;
    const after = allocation?.stratifyBy === stratifyBy ? standingAfter(run, allocation) : null;
    for (const {theoryId} of campaigns) {
      const counts = wanted.delete(theoryId) && after?.get(theoryId);
      if (counts) standing.set(theoryId, counts);
    }
    if (wanted.size === 0) break;
  }
  return standing;
}

const PAGE_RUNS = 10;

/** Newest first. */
async function* plannedRuns({events, runs}: QueryDeps): AsyncGenerator<PlannedRun> {
  let before: RunId | null = null;
  for (;;) {
    const page = await runs.list({limit: PAGE_RUNS, before});
    for (const {report} of page) {
      const past = report.plan_digest === null ? null : await readRun(events, report.run_id);
      if (past && isPlanned(past)) yield past.run;
    }
    before = page.at(-1)?.report.run_id ?? null;
    if (before === null) return;
  }
}
