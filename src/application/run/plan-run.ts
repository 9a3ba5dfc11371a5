import {groupIds} from '../../domain/end-check.ts';
import type {BusinessDate, TheoryId} from '../../domain/ids.ts';
import {plan, skip} from '../../domain/run-decisions.ts';
import {tabValues} from '../../domain/tab-values.ts';
import {databaseOf, TABLES} from '../../domain/tables.ts';
import {writeKey} from '../../domain/writes.ts';
import {allSettledOrThrow} from '../all-settled.ts';
import type {Journal} from '../events/journal.ts';
import type {Observe} from '../events/progress.ts';
import {Failure} from '../failure.ts';
import {type CountDeps, countOwnRows} from './count-own-rows.ts';
import {type Draft, type DraftDeps, type DraftInput, draftDistribution} from './draft-distribution.ts';
import {rosterIdOf, saveRoster} from './roster.ts';

export type PlanDeps = DraftDeps & CountDeps;

/**
 * Brings a run to its plan, or to a skip: drafts, stores the roster, and only then appends the plan. `checkDay` throws once
 * the run's day is over: the source has been loaded anew meanwhile.
 */
export async function planRun(
  deps: PlanDeps,
  journal: Journal,
  input: DraftInput & {businessDate: BusinessDate; epoch: number; checkDay: () => void},
  observe: Observe,
): Promise<void> {
  const draft = await draftDistribution(deps, input, observe);
  switch (draft.type) {
    case 'skip':
      await journal.record(skip(draft.reason, draft.users, draft.warnings));
      return;
    case 'stop':
      throw new Failure('safety_stop', draft.why, {
        advice: 'check the source table; to go on all the same: run --force --reason "…"',
      });
    case 'plan': {
      const rosterId = rosterIdOf(input.run, input.epoch);
      await storeRoster(deps, rosterId, draft, input.businessDate);
      const since = {dssb_app: await deps.tables.dssb_app.sysdate(), spss: await deps.tables.spss.sysdate()};
      const planned = {rosterId, campaigns: draft.plan.campaigns, since};
      const totals = await countTotals(deps, groupIds(planned));
      const baseline = await countOwnRows(deps, input.run, planned, input.history, (key) => totals.get(key) ?? 0);
      input.checkDay();
      await journal.record(
        plan({
          ...planned,
          ...draft.plan,
          users: draft.users,
          baseline,
          warnings: draft.warnings,
        }),
      );
    }
  }
}

/** All rows of the groups in each table, by `writeKey`. */
async function countTotals({tables}: PlanDeps, ids: readonly TheoryId[]): Promise<Map<string, number>> {
  const counts = TABLES.map(async (table) => {
    const totals = await tables[databaseOf(table)].totals(table, ids);
    return [...totals].map(([theoryId, rows]) => [writeKey({table, theoryId}), rows] as const);
  });
  return new Map((await allSettledOrThrow(counts)).flat());
}

async function storeRoster(
  deps: PlanDeps,
  rosterId: string,
  {allocation}: Extract<Draft, {type: 'plan'}>,
  businessDate: BusinessDate,
): Promise<void> {
  const groups = allocation.plan.flatMap(({campaign, groups: shares}) => shares.map((share) => ({campaign, share})));
  const idsOf = (control: boolean) =>
    groups.filter(({share}) => (share.letter === 'A') === control).map(({share}) => share.theoryId);
  const earliest = new Map([
    ...(await deps.tables.dssb_app.earliestTabs('SC_local_control', idsOf(true))),
    ...(await deps.tables.dssb_app.earliestTabs('SC_local_target', idsOf(false))),
  ]);
  function* roster() {
    for (const {campaign, share} of groups) {
      const {letter, theoryId, size} = share;
      const tabs = tabValues({letter, size, campaignName: campaign.name, businessDate}, earliest.get(theoryId) ?? null);
      yield {theoryId, tabs, members: allocation.membersOf(share)};
    }
  }
  await saveRoster(deps, rosterId, roster());
}
