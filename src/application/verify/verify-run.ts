import type {Campaign} from '../../domain/campaigns.ts';
import {allocate} from '../../domain/group-allocator.ts';
import {carriedTotals} from '../../domain/group-totals.ts';
import type {Iin, RunId, TheoryId, WallTime} from '../../domain/ids.ts';
import {parseIin} from '../../domain/iin.ts';
import {rowsOfOthers} from '../../domain/own-rows.ts';
import type {PlannedRun} from '../../domain/run.ts';
import type {DistributionPlan, PlannedGroup} from '../../domain/run-events.ts';
import {scrub} from '../../domain/scrub.ts';
import {standingBefore} from '../../domain/standing.ts';
import {type Factor, needMoreThanIds, parseFactors, stratifier} from '../../domain/strata.ts';
import {TABLES, tablesOf} from '../../domain/tables.ts';
import {indexWrites} from '../../domain/writes.ts';
import {allSettledOrThrow} from '../all-settled.ts';
import type {Hash} from '../events/event-envelope.ts';
import {asOther, isPlanned, othersSince, type PastRun, readHistory} from '../events/run-history.ts';
import {Failure} from '../failure.ts';
import type {AssignmentKeys} from '../ports/assignment-keys.ts';
import type {EventStore} from '../ports/event-store.ts';
import type {DatabaseTables} from '../ports/group-tables.ts';
import {digestMembers, digestPlan} from '../run/digest-plan.ts';
import {keysOfPlan} from '../run/keys-of-plan.ts';
import {loadRosterGroup, type RosterDeps} from '../run/roster.ts';
import {checkChain} from './verify-chain.ts';
import {type Check, checkTable} from './verify-table.ts';

export type VerifyDeps = RosterDeps & {
  readonly events: EventStore;
  readonly hash: Hash;
  readonly keys: AssignmentKeys;
  readonly tables: DatabaseTables;
};

export type VerifyReport = {readonly run_id: RunId; readonly ok: boolean; readonly checks: readonly Check[]};

/** Proves a planned run (by default the latest) from log, secret, roster and tables, with no service running. */
export async function verifyRun(deps: VerifyDeps, id: string | null): Promise<VerifyReport> {
  const history = await readHistory(deps.events);
  const past = id === null ? history.findLast(({run}) => run.plan) : history.find((it) => it.id === id);
  if (!past) {
    throw new Failure('usage', id === null ? 'there is no planned run yet' : `there is no run ${scrub(id)}`, {
      advice: 'softcollection runs list',
    });
  }
  const checks = [checkChain(history, deps.hash), ...(isPlanned(past) ? await checkPlan(deps, past, history) : [])];
  return {run_id: past.id, ok: checks.every(({ok}) => ok), checks};
}

async function checkPlan(
  given: VerifyDeps,
  {id, run, events}: PastRun<PlannedRun>,
  history: readonly PastRun[],
): Promise<Check[]> {
  const {plan} = run;
  const keys = keysOfPlan(given.keys, plan.digestKey);
  if (keys === null) {
    const detail = `made under another ASSIGNMENT_SECRET (fingerprint ${plan.digestKey}); name it in ASSIGNMENT_SECRET_OLD`;
    return [{check: 'seed', ok: false, detail}];
  }
  const deps = {...given, keys};
  const people = await readPeople(
    deps,
    plan,
    history.filter(isPlanned).filter((it) => it.id !== id),
  );
  const rebuilt = people.isComplete ? rebuild(deps, plan, people) : compareMembers(deps, plan, people.byGroup);
  const written = indexWrites(run.written);
  const others = rowsOfOthers(othersSince(history, id).filter(isPlanned).map(asOther), events[0]!.at);
  const seedOk = deps.keys.seedOf(id) === plan.seed;
  return [
    {
      check: 'seed',
      ok: seedOk,
      detail: seedOk ? "is the run id's under this secret" : "is not the run id's under this secret",
    },
    {
      check: 'people',
      ok: people.ids.length === plan.users.distributed,
      detail: `${people.ids.length} from ${people.source}`,
    },
    {check: 'plan', ...rebuilt.answer},
    ...(await allSettledOrThrow(
      TABLES.map((table) => checkTable(deps.tables, table, {written, plan, others, membersOf: rebuilt.membersOf})),
    )),
  ];
}

type People = {
  readonly ids: readonly Iin[];
  readonly source: string;
  readonly byGroup: ReadonlyMap<TheoryId, readonly Iin[]>;
  /** What was known of them beside their ids, as strata go. */
  readonly columns: ReadonlyMap<Iin, string>;
  /** All is known that the plan was made from. */
  readonly isComplete: boolean;
};

/** The run's people: from its roster, or from the DSSB tables once the roster's key is destroyed. */
async function readPeople(
  deps: VerifyDeps,
  plan: DistributionPlan,
  others: readonly PastRun<PlannedRun>[],
): Promise<People> {
  const groups = plan.campaigns.flatMap((campaign) => campaign.groups).filter(({size}) => size > 0);
  if (await deps.rosters.wrappedKey(plan.rosterId)) {
    const byGroup = new Map<TheoryId, readonly Iin[]>();
    const known = new Map<Iin, string>();
    for (const {theoryId} of groups) {
      const {members, columns = []} = await loadRosterGroup(deps, plan.rosterId, theoryId);
      byGroup.set(theoryId, members);
      for (const [i, label] of columns.entries()) known.set(members[i]!, label);
    }
    return {ids: [...byGroup.values()].flat(), byGroup, columns: known, isComplete: true, source: 'the roster'};
  }
  const byGroup = new Map<TheoryId, readonly Iin[]>();
  const next = others.find(({run}) => run.plan.since.dssb_app > plan.since.dssb_app)?.run.plan;
  for (const group of groups) {
    const ids = await enrolledSince(deps, [group], plan.since.dssb_app);
    if (next) for (const iin of await enrolledSince(deps, [group], next.since.dssb_app)) ids.delete(iin);
    byGroup.set(group.theoryId, [...ids]);
  }
  const isComplete = !needMoreThanIds(factorsOf(plan));
  return {
    ids: [...new Set([...byGroup.values()].flat())],
    byGroup,
    columns: new Map(),
    isComplete,
    source: 'the DSSB tables',
  };
}

function factorsOf({allocation}: DistributionPlan): readonly Factor[] {
  return parseFactors(allocation?.stratifyBy ?? '') ?? [];
}

async function enrolledSince(deps: VerifyDeps, groups: readonly PlannedGroup[], since: WallTime): Promise<Set<Iin>> {
  const ids = new Set<Iin>();
  for (const {letter, theoryId} of groups) {
    for await (const rows of deps.tables.dssb_app.members(tablesOf(letter)[0]!, [theoryId], since)) {
      for (const row of rows) {
        const iin = parseIin(row.iin);
        if (iin) ids.add(iin);
      }
    }
  }
  return ids;
}

type Rebuilt = {
  readonly answer: Pick<Check, 'ok' | 'detail'>;
  readonly membersOf: (theoryId: TheoryId) => Set<string>;
};

/** Deals once more, from people, seed and what the plan says it began with. */
function rebuild(deps: VerifyDeps, plan: DistributionPlan, {ids, columns}: People): Rebuilt {
  const campaigns = plan.campaigns.map((campaign): Campaign => ({...campaign, theoryIds: []}));
  const factors = factorsOf(plan);
  const label = stratifier(factors);
  const stored = plan.allocation;
  const design = stored && {
    method: stored.method,
    stratumOf: (iin: Iin) => label(iin, columns.get(iin)),
    standing: standingBefore(stored),
  };
  const allocation = allocate(campaigns, ids, deps.keys.keystream(plan.seed), carriedTotals(plan), design);
  const rule = stored ? {method: stored.method, factors} : null;
  const shares = new Map(allocation.plan.flatMap(({groups}) => groups.map((share) => [share.theoryId, share])));
  const membersOf = (theoryId: TheoryId) => new Set<string>(allocation.membersOf(shares.get(theoryId)!));
  const ok = digestPlan(deps.keys, plan.seed, allocation, rule).planDigest === plan.planDigest;
  return {answer: {ok, detail: `rebuilt from people and seed: ${ok ? 'the same' : 'another'}`}, membersOf};
}

/** What strata were made of is gone with the roster: nobody can deal again, but who was put where can be told. */
function compareMembers(
  {keys}: VerifyDeps,
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
  return {answer: {ok, detail}, membersOf: (theoryId) => new Set<string>(found(theoryId))};
}
