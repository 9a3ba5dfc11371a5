import {businessDateOf, GROUP_LETTERS, type Iin, parseRunId, type TheoryId} from '../../../domain/ids.ts';
import type {Clock} from '../../ports/clock.ts';
import type {Draft} from '../draft-distribution.ts';
import {loadSealed, type RosterDeps, rosterRun, saveSealed} from '../roster.ts';

/** `listDays`: how long after a run's date its list can be read; 0 keeps none. */
export type ListDeps = RosterDeps & {readonly listDays: number};

/**
 * What analysts need of a group's people beside the plan, which cannot be told any more once the roster is gone: a list is
 * sealed like a roster, under a key of its own, and has a term of its own.
 */
export type ListedPeople = {
  readonly members: readonly Iin[];
  /** Of each member: an index into `labels` and `probability`. */
  readonly strata: readonly number[];
  readonly labels: readonly string[];
  /** With which each of the stratum's people who were dealt to the campaign got into the group. */
  readonly probability: readonly number[];
};

const PREFIX = 'list ';
const DAY_MS = 86_400_000;

/** The list of a roster's people: both are kept in one store. */
export function listIdOf(rosterId: string): string {
  return `${PREFIX}${rosterId}`;
}

export function isList(id: string): boolean {
  return id.startsWith(PREFIX);
}

/** By the run's date, which its name tells: nothing has to be read for it. */
export function isTermOver(listId: string, {clock, listDays}: {clock: Clock; listDays: number}): boolean {
  const run = parseRunId(rosterRun(listId.slice(PREFIX.length)));
  return run !== null && Date.parse(businessDateOf(run)) + listDays * DAY_MS <= clock.now();
}

export async function saveList(
  deps: ListDeps,
  rosterId: string,
  {allocation: {plan, membersOf, strata}, stratumOf}: Extract<Draft, {type: 'plan'}>,
): Promise<void> {
  if (deps.listDays === 0 || strata === null) return;
  const {labels} = strata;
  const places = new Map(labels.map((label, s) => [label, s]));
  const groups = plan.flatMap(({campaign, groups: shares}) =>
    shares.map((share) => {
      const table = strata.campaigns.get(campaign.theoryId)?.probability ?? [];
      const probability = table.map((cells) => cells[GROUP_LETTERS.indexOf(share.letter)] ?? 0);
      return {theoryId: share.theoryId, members: membersOf(share), probability};
    }),
  );
  await saveSealed(deps, listIdOf(rosterId), groups, ({members, probability}, from, to): ListedPeople => {
    const own = members.slice(from, to);
    return {members: own, strata: own.map((iin) => places.get(stratumOf(iin)) ?? 0), labels, probability};
  });
}

/** A group's people in parts; none when nobody was dealt to it. */
export function loadListGroup(deps: RosterDeps, listId: string, theoryId: TheoryId): Promise<ListedPeople[]> {
  return loadSealed<ListedPeople>(deps, listId, theoryId);
}
