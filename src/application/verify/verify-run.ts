import type {RunId} from '../../domain/ids.ts';
import {rowsOfOthers} from '../../domain/own-rows.ts';
import type {PlannedRun} from '../../domain/run.ts';
import type {DistributionPlan} from '../../domain/run-events.ts';
import {scrub} from '../../domain/scrub.ts';
import {TABLES} from '../../domain/tables.ts';
import {indexWrites} from '../../domain/writes.ts';
import {allSettledOrThrow} from '../all-settled.ts';
import type {Hash} from '../events/event-envelope.ts';
import {asOther, isPlanned, othersSince, type PastRun, readHistory} from '../events/run-history.ts';
import {Failure} from '../failure.ts';
import type {AssignmentKeys} from '../ports/assignment-keys.ts';
import type {EventStore} from '../ports/event-store.ts';
import type {DatabaseTables} from '../ports/group-tables.ts';
import {keysOfPlan} from '../run/keys-of-plan.ts';
import type {RosterDeps} from '../run/roster.ts';
import {rebuild} from './deal-again.ts';
import {readPeople} from './people-of-run.ts';
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
  const past = findPast(history, id);
  const checks = [checkChain(history, deps.hash), ...(isPlanned(past) ? await checkPlan(deps, past, history) : [])];
  return {run_id: past.id, ok: checks.every(({ok}) => ok), checks};
}

/** The run of that id, or the latest planned one. Throws `usage`. */
export function findPast(history: readonly PastRun[], id: string | null): PastRun {
  const past = id === null ? history.findLast(({run}) => run.plan) : history.find((it) => it.id === id);
  if (past) return past;
  throw new Failure('usage', id === null ? 'there is no planned run yet' : `there is no run ${scrub(id)}`, {
    advice: 'softcollection runs list',
  });
}

/** The other planned runs. */
export function plannedBeside(history: readonly PastRun[], id: RunId): PastRun<PlannedRun>[] {
  return history.filter(isPlanned).filter((it) => it.id !== id);
}

async function checkPlan(
  deps: VerifyDeps,
  {id, run, events}: PastRun<PlannedRun>,
  history: readonly PastRun[],
): Promise<Check[]> {
  const {plan} = run;
  const keys = keysOfPlan(deps.keys, plan.digestKey);
  if (keys === null) {
    const detail = `made under another ASSIGNMENT_SECRET (fingerprint ${plan.digestKey}); name it in ASSIGNMENT_SECRET_OLD`;
    return [{check: 'seed', ok: false, detail}];
  }
  const people = await readPeople(deps, plan, plannedBeside(history, id));
  const rebuilt = rebuild(keys, plan, people);
  const written = indexWrites(run.written);
  const others = rowsOfOthers(othersSince(history, id).filter(isPlanned).map(asOther), events[0]!.at);
  return [
    checkSeed(keys, id, plan),
    {
      check: 'people',
      ok: people.ids.length === plan.users.distributed,
      detail: `${people.ids.length} from ${people.source}`,
    },
    rebuilt.answer,
    ...(await allSettledOrThrow(
      TABLES.map((table) => checkTable(deps.tables, table, {written, plan, others, membersOf: rebuilt.membersOf})),
    )),
  ];
}

export function checkSeed(keys: AssignmentKeys, id: RunId, {seed}: DistributionPlan): Check {
  const ok = keys.seedOf(id) === seed;
  return {check: 'seed', ok, detail: `${ok ? 'is' : 'is not'} the run id's under this secret`};
}
