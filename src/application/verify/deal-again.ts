import type {Campaign} from '../../domain/campaigns.ts';
import {type Allocation, allocate} from '../../domain/group-allocator.ts';
import {carriedTotals} from '../../domain/group-totals.ts';
import type {Iin, TheoryId} from '../../domain/ids.ts';
import type {DistributionPlan} from '../../domain/run-events.ts';
import {standingBefore} from '../../domain/standing.ts';
import type {AssignmentKeys} from '../ports/assignment-keys.ts';
import {digestMembers, digestPlan} from '../run/digest-plan.ts';
import {factorsOf, type People} from './people-of-run.ts';
import type {Check} from './verify-table.ts';

export type Rebuilt = {
  readonly answer: Check;
  readonly membersOf: (theoryId: TheoryId) => Set<string>;
};

/** Deals once more, from people, seed and what the plan says it began with; `ok`: the digest is the plan's. */
export function dealAgain(
  keys: AssignmentKeys,
  plan: DistributionPlan,
  {ids, stratumOf}: People,
): {readonly allocation: Allocation; readonly ok: boolean} {
  const campaigns = plan.campaigns.map((campaign): Campaign => ({...campaign, theoryIds: []}));
  const stored = plan.allocation;
  const design = stored && {method: stored.method, stratumOf, standing: standingBefore(stored)};
  const allocation = allocate(campaigns, ids, keys.keystream(plan.seed), carriedTotals(plan), design);
  const rule = stored ? {method: stored.method, factors: factorsOf(plan)} : null;
  return {allocation, ok: digestPlan(keys, plan.seed, allocation, rule).planDigest === plan.planDigest};
}

/** Who was put where: dealt again, or by the plan's digests. */
export function rebuild(keys: AssignmentKeys, plan: DistributionPlan, people: People): Rebuilt {
  if (!people.isComplete) return compareMembers(keys, plan, people.byGroup);
  const {allocation, ok} = dealAgain(keys, plan, people);
  const shares = new Map(allocation.plan.flatMap(({groups}) => groups.map((share) => [share.theoryId, share])));
  const membersOf = (theoryId: TheoryId) => new Set<string>(allocation.membersOf(shares.get(theoryId)!));
  return {answer: sayPlan(ok), membersOf};
}

export function sayPlan(ok: boolean): Check {
  return {check: 'plan', ok, detail: `rebuilt from people and seed: ${ok ? 'the same' : 'another'}`};
}

/** What strata were made of is gone with the roster: nobody can deal again, but who was put where can be told. */
function compareMembers(
  keys: AssignmentKeys,
  {campaigns, allocation}: DistributionPlan,
  byGroup: ReadonlyMap<TheoryId, readonly Iin[]>,
): Rebuilt {
  const found = (theoryId: TheoryId) => byGroup.get(theoryId) ?? [];
  const differing = campaigns
    .flatMap(({groups}) => groups)
    .filter(({theoryId}) => digestMembers(keys, theoryId, found(theoryId)) !== allocation?.members?.[theoryId]);
  const ok = differing.length === 0;
  const compared = ok ? 'every group has its people' : `${differing.map(({theoryId}) => theoryId).join(', ')} differ`;
  const detail = `not dealt again, for what STRATIFY_BY asks of people is gone with the roster: by the plan's digests ${compared}`;
  return {answer: {check: 'plan', ok, detail}, membersOf: (theoryId) => new Set<string>(found(theoryId))};
}
