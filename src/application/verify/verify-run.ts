import type {Campaign} from '../../domain/campaigns.ts';
import {allocate} from '../../domain/group-allocator.ts';
import {carriedTotals} from '../../domain/group-totals.ts';
import type {Iin, RunId, TheoryId, WallTime} from '../../domain/ids.ts';
import {parseIin} from '../../domain/iin.ts';
import {rowsOfOthers} from '../../domain/own-rows.ts';
import type {PlannedRun} from '../../domain/run.ts';
import type {DistributionPlan, PlannedGroup} from '../../domain/run-events.ts';
import {TABLES, tablesOf} from '../../domain/tables.ts';
import {indexWrites} from '../../domain/writes.ts';
import {allSettledOrThrow} from '../all-settled.ts';
import type {Hash} from '../events/event-envelope.ts';
import {asOther, isPlanned, othersSince, type PastRun, readHistory} from '../events/run-history.ts';
import {Failure} from '../failure.ts';
import type {AssignmentKeys} from '../ports/assignment-keys.ts';
import type {EventStore} from '../ports/event-store.ts';
import type {DatabaseTables} from '../ports/group-tables.ts';
import {digestPlan} from '../run/draft-distribution.ts';
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
    throw new Failure('usage', id === null ? 'there is no planned run yet' : `there is no run ${id}`, {
      advice: 'softcollection runs list',
    });
  }
  const checks = [checkChain(history, deps.hash), ...(isPlanned(past) ? await checkPlan(deps, past, history) : [])];
  return {run_id: past.id, ok: checks.every(({ok}) => ok), checks};
}

async function checkPlan(
  deps: VerifyDeps,
  {id, run, events}: PastRun<PlannedRun>,
  history: readonly PastRun[],
): Promise<Check[]> {
  const {plan} = run;
  if (plan.digestKey !== deps.keys.digestKey) {
    const detail = `made under another ASSIGNMENT_SECRET (fingerprint ${plan.digestKey}); set that one to verify`;
    return [{check: 'seed', ok: false, detail}];
  }
  const people = await readPeople(
    deps,
    plan,
    history.filter(isPlanned).filter((it) => it.id !== id),
  );
  const rebuilt = rebuild(deps, plan, people.ids);
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
    {
      check: 'plan',
      ok: rebuilt.planDigest === plan.planDigest,
      detail:
        rebuilt.planDigest === plan.planDigest
          ? 'rebuilt from people and seed: the same'
          : 'rebuilt from people and seed: another',
    },
    ...(await allSettledOrThrow(
      TABLES.map((table) => checkTable(deps.tables, table, {written, plan, others, membersOf: rebuilt.membersOf})),
    )),
  ];
}

/** The run's people: from its roster, or from the DSSB tables once the roster's key is destroyed. */
async function readPeople(
  deps: VerifyDeps,
  plan: DistributionPlan,
  others: readonly PastRun<PlannedRun>[],
): Promise<{ids: Iin[]; source: string}> {
  const groups = plan.campaigns.flatMap((campaign) => campaign.groups).filter(({size}) => size > 0);
  if (await deps.rosters.wrappedKey(plan.rosterId)) {
    const ids: Iin[] = [];
    for (const {theoryId} of groups) {
      for (const iin of (await loadRosterGroup(deps, plan.rosterId, theoryId)).members) ids.push(iin);
    }
    return {ids, source: 'the roster'};
  }
  const ids = await enrolledSince(deps, groups, plan.since.dssb_app);
  const next = others.find(({run}) => run.plan.since.dssb_app > plan.since.dssb_app)?.run.plan;
  if (next) for (const iin of await enrolledSince(deps, groups, next.since.dssb_app)) ids.delete(iin);
  return {ids: [...ids], source: 'the DSSB tables'};
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

function rebuild(deps: VerifyDeps, plan: DistributionPlan, people: readonly Iin[]) {
  const campaigns = plan.campaigns.map((campaign): Campaign => ({...campaign, theoryIds: []}));
  const allocation = allocate(campaigns, people, deps.keys.keystream(plan.seed), carriedTotals(plan));
  const shares = new Map(allocation.plan.flatMap(({groups}) => groups.map((share) => [share.theoryId, share])));
  const membersOf = (theoryId: TheoryId) => new Set<string>(allocation.membersOf(shares.get(theoryId)!));
  return {planDigest: digestPlan(deps.keys, plan.seed, allocation).planDigest, membersOf};
}
