import {campaignIdOf, type RunId, type TheoryId} from '../../../domain/ids.ts';
import type {DistributionPlan} from '../../../domain/run-events.ts';
import type {QueryDeps} from '../../events/query-runs.ts';
import {readRun} from '../../events/run-history.ts';
import type {Clock} from '../../ports/clock.ts';
import {isTermOver, type ListDeps, listIdOf} from './assignment-list.ts';

export type ListedRunsDeps = QueryDeps & ListDeps & {readonly clock: Clock};

/**
 * Why the people of a run cannot be listed: its list's term is over, or none was made, as by version 0.1.0 or with
 * LIST_DAYS=0, and its roster is gone or does not tell probabilities.
 */
export type MissingRun = {readonly run_id: RunId; readonly people: number; readonly reason: 'term_over' | 'no_list'};

/** A run as far as it dealt people to a campaign. `list`, or else `roster`: by which it can be listed. */
export type ListedRun = {
  readonly id: RunId;
  readonly plan: Pick<DistributionPlan, 'users' | 'campaigns' | 'allocation'>;
  /** People by group; of an abandoned run only those that were written. */
  readonly dealt: ReadonlyMap<TheoryId, number>;
} & ({readonly list: string} | {readonly roster: string});

/** All runs that dealt anybody to the campaign, oldest first: those that can be listed, and those that cannot. */
export async function findListedRuns(
  deps: ListedRunsDeps,
  campaign: TheoryId,
): Promise<{runs: ListedRun[]; missing: MissingRun[]}> {
  const kept = new Set(await deps.rosters.ids());
  const runs: ListedRun[] = [];
  const missing: MissingRun[] = [];
  for await (const {id, dealt} of runsOf(deps, campaign)) {
    const plan = (await readRun(deps.events, id))?.run.plan;
    if (!plan) continue;
    const {rosterId, users, campaigns, allocation} = plan;
    const run = {id, dealt, plan: {users, campaigns, ...(allocation && {allocation})}};
    if (kept.has(listIdOf(rosterId))) runs.push({...run, list: listIdOf(rosterId)});
    else if (kept.has(rosterId) && allocation?.method !== 'stratified') runs.push({...run, roster: rosterId});
    else
      missing.push({
        run_id: id,
        people: [...dealt.values()].reduce((sum, n) => sum + n, 0),
        reason: deps.listDays > 0 && isTermOver(listIdOf(rosterId), deps) ? 'term_over' : 'no_list',
      });
  }
  return {runs: runs.reverse(), missing: missing.reverse()};
}

const PAGE_RUNS = 100;

/** Newest first. */
async function* runsOf({runs}: QueryDeps, campaign: TheoryId) {
  let before: RunId | null = null;
  do {
    const page = await runs.list({limit: PAGE_RUNS, before});
    for (const {dealt, report} of page) {
      const own = Object.entries(dealt).filter(([theoryId]) => campaignIdOf(theoryId as TheoryId) === campaign);
      if (own.length > 0) yield {id: report.run_id, dealt: new Map(own as [TheoryId, number][])};
    }
    before = page.at(-1)?.report.run_id ?? null;
  } while (before !== null);
}
