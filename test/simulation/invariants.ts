import {chainHash} from '../../src/adapters/crypto/chain-hash.ts';
import {isPlanned, type PastRun, readHistory} from '../../src/application/events/run-history.ts';
import {runProjection} from '../../src/application/events/run-projection.ts';
import {asFailure, Failure} from '../../src/application/failure.ts';
import {loadRosterGroup} from '../../src/application/run/roster.ts';
import {verifyChain} from '../../src/application/verify/verify-chain.ts';
import {verifyRun} from '../../src/application/verify/verify-run.ts';
import {verifySummaries} from '../../src/application/verify/verify-summaries.ts';
import {businessDateOf} from '../../src/domain/ids.ts';
import {isFinished} from '../../src/domain/run.ts';
import {TABLES, type Table, tablesOf} from '../../src/domain/tables.ts';
import {businessDateAt} from '../../src/domain/wall-time.ts';
import {memoryGroupTables} from '../support/memory/group-tables.ts';
import type {History} from './history.ts';
import {type SimulatedWorld, ZONE} from './world.ts';

export function unfinished(history: readonly PastRun[]): PastRun[] {
  return history.filter(({run}) => !isFinished(run));
}

/** What must hold after any history; answers what does not. Texts hold no ids. */
export async function brokenInvariants({world, ends}: History): Promise<string[]> {
  const history = await readHistory(world.events);
  const broken: string[] = [];
  const must = (holds: boolean, what: string) => {
    if (!holds) broken.push(what);
  };
  must(unfinished(history).length === 0, `a run is never finished (last: ${ends.at(-1)})`);
  must(ends.at(-1)?.includes('skipped') === true, `the last run is not skipped: ${ends.at(-1)}`);
  const slots = history.flatMap(({run}) => run.slot ?? []);
  must(new Set(slots).size === slots.length, 'a slot has two runs');
  // What a process committed and did not live to record stays without a run once that one is abandoned.
  const isWhole = history.every(({run}) => run.status !== 'abandoned');
  const differing = history.find(({run}) => run.warnings.some(({kind}) => kind === 'tables_differ'));
  must(!(isWhole && differing), `rows are told as missing or too many, and none is: ${differing?.id}`);
  checkPeople(world, must);
  await checkRows(world, history, must);
  checkEvents(history, must);
  must((await verifySummaries(plainDeps(world))).ok, 'the read model is not what the log says');
  checkMail(world, history, must);
  const log = await verifyChain(plainDeps(world));
  must(
    log.every(({ok}) => ok),
    `the log does not verify: ${JSON.stringify(log)}`,
  );
  for (const {id, run} of history) {
    if (!run.plan || run.status === 'abandoned') continue;
    const report = await verifyRun(plainDeps(world), id).catch(asFailure);
    const faults = report instanceof Failure ? report.message : JSON.stringify(report.checks.filter(({ok}) => !ok));
    must('ok' in report && report.ok, `${id} does not verify: ${faults}`);
  }
  return broken;
}

type Must = (holds: boolean, what: string) => void;

/** Nobody twice, nobody lost, nobody in SPSS who is not in the target table. */
function checkPeople({tables, source}: SimulatedWorld, must: Must): void {
  const idsIn = (table: Table) => tables.get(table)!.map(({iin}) => iin);
  const dssb = [...idsIn('SC_local_control'), ...idsIn('SC_local_target')];
  const enrolled = new Set(dssb);
  must(enrolled.size === dssb.length, 'somebody stands twice in DSSB');
  must(
    source.users.every(({iin}) => enrolled.has(iin)),
    'somebody of the source is in no group',
  );
  const spss = idsIn('SC_theory_users');
  must(new Set(spss).size === spss.length, 'somebody stands twice in SPSS');
  const rowsOf = (table: Table) =>
    tables.get(table)!.map(({insertDatetime: _, ...row}) => JSON.stringify(Object.entries(row).sort()));
  const target = new Set(rowsOf('SC_local_target'));
  must(
    rowsOf('SC_theory_users').every((row) => target.has(row)),
    'SPSS has a row that the target table has not',
  );
}

/** No row but those of the rosters, and all of those of runs that were not abandoned. */
async function checkRows(world: SimulatedWorld, history: readonly PastRun[], must: Must): Promise<void> {
  const wanted = new Map<string, boolean>();
  for (const {run} of history.filter(isPlanned)) {
    for (const {letter, theoryId, size} of run.plan.campaigns.flatMap(({groups}) => groups)) {
      const roster =
        size > 0 ? await loadRosterGroup(world, run.plan.rosterId, theoryId).catch(asFailure) : {members: []};
      const members = 'members' in roster ? roster.members : [];
      must('members' in roster, 'the roster of a planned run cannot be read');
      for (const table of tablesOf(letter)) {
        for (const iin of members) wanted.set(`${table} ${theoryId} ${iin}`, run.status !== 'abandoned');
      }
    }
  }
  for (const table of TABLES) {
    for (const {theoryId, iin} of world.tables.get(table)!) {
      must(wanted.delete(`${table} ${theoryId} ${iin}`), `${table} has a row that no run planned, or has it twice`);
    }
  }
  must(![...wanted.values()].includes(true), 'a planned row is missing');
}

/** Every fact is recorded once, and every takeover has a greater epoch. */
function checkEvents(history: readonly PastRun[], must: Must): void {
  for (const {id, events} of history) {
    const planned = events.find(({type}) => type === 'DistributionPlanned');
    must(
      !planned || businessDateAt(Date.parse(planned.at), ZONE) <= businessDateOf(id),
      `${id}: planned on a later day, whose people are others`,
    );
    const keys = events
      .filter(({type}) => type === 'GroupWritten')
      .map(({data}) => data as {table: string; theoryId: string});
    must(
      new Set(keys.map(({table, theoryId}) => `${table} ${theoryId}`)).size === keys.length,
      `${id}: a write is recorded twice`,
    );
    for (const once of [
      'RunStarted',
      'DistributionPlanned',
      'RunVerified',
      'RunCompleted',
      'RunSkipped',
      'RunAbandoned',
    ]) {
      must(events.filter(({type}) => type === once).length <= 1, `${id}: ${once} twice`);
    }
    const epochs = events.flatMap(({data}) => (data as {epoch?: number}).epoch ?? []);
    must(
      epochs.every((epoch, i) => i === 0 || epoch > epochs[i - 1]!),
      `${id}: epochs ${epochs}`,
    );
  }
}

/** No success is told before it is true, and every ending is told. */
function checkMail({told}: SimulatedWorld, history: readonly PastRun[], must: Must): void {
  for (const {notice, dssb, spss} of told) {
    if (notice.kind !== 'success') continue;
    const {run_id, status, owed, campaigns, users} = notice.report;
    const targets = campaigns.reduce((sum, {groups}) => sum + groups.A!.users_count, 0);
    must(status === 'completed' && owed.length === 0, `${run_id}: success told of a ${status} run`);
    must(
      dssb >= users.distributed && spss >= users.distributed - targets,
      `${run_id}: success told before the rows stood`,
    );
  }
  for (const {id, run} of history) {
    must(
      run.notifications.every(({status}) => status === 'sent'),
      `${id}: something was never told`,
    );
  }
}

function plainDeps(world: SimulatedWorld) {
  const {events, rosters, cipher, keys, tables, dssb, spss} = world;
  return {
    events,
    runs: runProjection(events, world.summaries),
    rosters,
    cipher,
    keys,
    hash: chainHash('a1'.repeat(32)),
    tables: {dssb_app: memoryGroupTables(tables, dssb.sysdate), spss: memoryGroupTables(tables, spss.sysdate)},
  };
}
