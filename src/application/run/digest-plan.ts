import {type Allocation, type AllocationRule, canonicalOrder, type StrataReport} from '../../domain/group-allocator.ts';
import type {Iin, TheoryId} from '../../domain/ids.ts';
import type {PlannedAllocation} from '../../domain/run-events.ts';
import {formatFactors, needMoreThanIds} from '../../domain/strata.ts';
import type {AssignmentKeys} from '../ports/assignment-keys.ts';
import type {DraftPlan} from './draft-distribution.ts';

/** The plan as the event keeps it: sizes, and an HMAC in place of each group's people. */
export function digestPlan(
  keys: AssignmentKeys,
  seed: string,
  {plan, membersOf, strata}: Allocation,
  rule: AllocationRule | null,
): Omit<DraftPlan, 'idDigits' | 'carryOver'> {
  const campaigns = plan.map(({campaign: {theoryId, name, startDate, endDate}, total, groups}) => ({
    theoryId,
    name,
    startDate,
    endDate,
    total,
    groups: groups.map((group) => ({
      letter: group.letter,
      theoryId: group.theoryId,
      carried: group.carried,
      size: group.size,
      digest: keys.digest([group.theoryId, ...membersOf(group)]),
    })),
  }));
  const lines = campaigns.flatMap(({theoryId, startDate, endDate, groups}) => [
    `${theoryId} ${startDate} ${endDate}`,
    // Plans of version 0.1.0 carried nothing: their lines are those of a campaign's first day.
    ...groups.map(
      ({theoryId: id, carried, size, digest}) => `${id} ${size} ${digest}${carried > 0 ? ` ${carried}` : ''}`,
    ),
  ]);
  const groups = plan.flatMap((campaign) => campaign.groups);
  const members = () =>
    Object.fromEntries(groups.map((group) => [group.theoryId, digestMembers(keys, group.theoryId, membersOf(group))]));
  const allocation = strata && rule ? recordAllocation(strata, rule, members) : undefined;
  if (allocation) lines.push(...allocationLines(allocation));
  return {
    seed,
    digestKey: keys.digestKey,
    planDigest: keys.digest(lines),
    campaigns,
    ...(allocation ? {allocation} : {}),
  };
}

/** In canonical order, so that it can be compared with whoever is found in a group. */
export function digestMembers(keys: AssignmentKeys, theoryId: TheoryId, members: readonly Iin[]): string {
  return keys.digest([theoryId, ...canonicalOrder(members)]);
}

function recordAllocation(
  {labels, campaigns}: StrataReport,
  {method, factors}: AllocationRule,
  members: () => Record<TheoryId, string>,
): PlannedAllocation {
  const tables = [...campaigns].map(([campaign, {standing, today}]) => [campaign, {standing, today}]);
  return {
    ...{method, version: 1, stratifyBy: formatFactors(factors), strata: labels, campaigns: Object.fromEntries(tables)},
    ...(needMoreThanIds(factors) ? {members: members()} : {}),
  };
}

function allocationLines({method, version, stratifyBy, strata, campaigns, members = {}}: PlannedAllocation): string[] {
  return [
    `${method} ${version} ${stratifyBy}`,
    JSON.stringify(strata),
    ...Object.entries(campaigns).map(([id, {standing, today}]) => `${id} ${JSON.stringify([standing, today])}`),
    ...Object.entries(members).map(([id, digest]) => `${id} ${digest}`),
  ];
}
