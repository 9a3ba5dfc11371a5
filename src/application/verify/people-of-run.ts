import type {Iin, TheoryId, WallTime} from '../../domain/ids.ts';
import {parseIin} from '../../domain/iin.ts';
import type {PlannedRun} from '../../domain/run.ts';
import type {DistributionPlan, PlannedGroup} from '../../domain/run-events.ts';
import {type Factor, needMoreThanIds, parseFactors, stratifier} from '../../domain/strata.ts';
import {tablesOf} from '../../domain/tables.ts';
import type {PastRun} from '../events/run-history.ts';
import type {DatabaseTables} from '../ports/group-tables.ts';
import {listIdOf, loadListGroup} from '../run/assignments/assignment-list.ts';
import {loadRosterGroup, type RosterDeps} from '../run/roster.ts';

export type PeopleDeps = RosterDeps & {readonly tables: DatabaseTables};

export type People = {
  readonly ids: readonly Iin[];
  readonly source: 'the roster' | 'the list' | 'the DSSB tables';
  readonly byGroup: ReadonlyMap<TheoryId, readonly Iin[]>;
  readonly stratumOf: (iin: Iin) => string;
  /** All is known that the plan was made from. */
  readonly isComplete: boolean;
};

/**
 * A run's people: from its roster; once that key is destroyed from its list; and once that term is over too, from the DSSB
 * tables, which do not tell what else than ids strata were made of. `others`: the other planned runs.
 */
export async function readPeople(
  deps: PeopleDeps,
  plan: DistributionPlan,
  others: readonly PastRun<PlannedRun>[],
): Promise<People> {
  const groups = plan.campaigns.flatMap((campaign) => campaign.groups).filter(({size}) => size > 0);
  if (await deps.rosters.wrappedKey(plan.rosterId)) return fromRoster(deps, plan, groups);
  if (await deps.rosters.wrappedKey(listIdOf(plan.rosterId))) return fromList(deps, plan, groups);
  return fromTables(deps, plan, groups, others);
}

export function factorsOf({allocation}: DistributionPlan): readonly Factor[] {
  return parseFactors(allocation?.stratifyBy ?? '') ?? [];
}

async function fromRoster(deps: PeopleDeps, plan: DistributionPlan, groups: readonly PlannedGroup[]): Promise<People> {
  const byGroup = new Map<TheoryId, readonly Iin[]>();
  const known = new Map<Iin, string>();
  for (const {theoryId} of groups) {
    const {members, columns = []} = await loadRosterGroup(deps, plan.rosterId, theoryId);
    byGroup.set(theoryId, members);
    for (const [i, label] of columns.entries()) known.set(members[i]!, label);
  }
  const label = stratifier(factorsOf(plan));
  const stratumOf = (iin: Iin) => label(iin, known.get(iin));
  return {ids: [...byGroup.values()].flat(), byGroup, stratumOf, isComplete: true, source: 'the roster'};
}

async function fromList(deps: PeopleDeps, plan: DistributionPlan, groups: readonly PlannedGroup[]): Promise<People> {
  const byGroup = new Map<TheoryId, readonly Iin[]>();
  const known = new Map<Iin, string>();
  for (const {theoryId} of groups) {
    const parts = await loadListGroup(deps, listIdOf(plan.rosterId), theoryId);
    byGroup.set(theoryId, parts.flatMap(({members}) => members)); // biome-ignore format: short
    for (const {members, strata, labels} of parts)
      for (const [i, iin] of members.entries()) known.set(iin, labels[strata[i]!] ?? '');
  }
  const stratumOf = (iin: Iin) => known.get(iin) ?? '';
  return {ids: [...known.keys()], byGroup, stratumOf, isComplete: true, source: 'the list'};
}

async function fromTables(
  deps: PeopleDeps,
  plan: DistributionPlan,
  groups: readonly PlannedGroup[],
  others: readonly PastRun<PlannedRun>[],
): Promise<People> {
  const byGroup = new Map<TheoryId, readonly Iin[]>();
  const next = others.find(({run}) => run.plan.since.dssb_app > plan.since.dssb_app)?.run.plan;
  for (const group of groups) {
    const ids = await enrolledSince(deps, group, plan.since.dssb_app);
    if (next) for (const iin of await enrolledSince(deps, group, next.since.dssb_app)) ids.delete(iin);
    byGroup.set(group.theoryId, [...ids]);
  }
  const factors = factorsOf(plan);
  const label = stratifier(factors);
  return {
    ids: [...new Set([...byGroup.values()].flat())],
    byGroup,
    stratumOf: (iin) => label(iin, undefined),
    isComplete: !needMoreThanIds(factors),
    source: 'the DSSB tables',
  };
}

async function enrolledSince(
  {tables}: PeopleDeps,
  {letter, theoryId}: PlannedGroup,
  since: WallTime,
): Promise<Set<Iin>> {
  const ids = new Set<Iin>();
  for await (const rows of tables.dssb_app.members(tablesOf(letter)[0]!, [theoryId], since)) {
    for (const row of rows) {
      const iin = parseIin(row.iin);
      if (iin) ids.add(iin);
    }
  }
  return ids;
}
