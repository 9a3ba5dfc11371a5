import {counted} from '../english.ts';
import {Failure} from '../failure.ts';
import type {Asked, MongoStateFacts, SqliteStateFacts, StateFacts} from '../ports/check-facts.ts';
import type {Judgement} from '../ports/check-result.ts';
import {fail, failedBy, ok, skipped, together, warned} from './judgement.ts';

/** Null: there is none yet, as before a first start. */
export type StateLook = Asked<StateFacts | null>;

/** SC-D14: where the events are kept is whole, and outlives what it should outlive. */
export function judgeState(look: StateLook): Judgement {
  if ('failure' in look) return failedBy(look.failure);
  if (look.value === null) return skipped('no state.db yet: it is made at the first start');
  return look.value.type === 'sqlite' ? judgeSqlite(look.value) : judgeMongo(look.value);
}

const MB = 1_000_000;

function judgeSqlite({bytes, walBytes, freeBytes, journalMode, damage}: SqliteStateFacts): Judgement {
  const size = `state.db has ${megabytes(bytes)}, ${megabytes(freeBytes)} of them free`;
  const faults: Judgement[] = [];
  if (damage) faults.push(fail(`state.db is damaged: ${damage}`, {mend: 'restore a backup'}));
  if (journalMode !== 'wal') faults.push(warned(`journal_mode is ${journalMode}`, {expected: 'wal'}));
  if (walBytes > Math.max(bytes, 100 * MB))
    faults.push(
      warned(`state.db-wal has grown to ${megabytes(walBytes)}`, {mend: 'end whatever keeps state.db open to read'}),
    );
  if (faults.length > 0) return together(faults);
  return ok(damage === undefined ? size : `${size}, whole`);
}

function megabytes(bytes: number): string {
  return `${(bytes / MB).toFixed(1)} MB`;
}

function judgeMongo({replicaSet, isPrimary, members, missingIndexes}: MongoStateFacts): Judgement {
  const faults: Judgement[] = [];
  if (!isPrimary) faults.push(fail('no primary: nothing can be appended', {expected: 'a primary'}));
  if (missingIndexes.length > 0)
    faults.push(warned(`indexes are missing: ${missingIndexes.join(', ')}`, {mend: 'the next start makes them'}));
  if (replicaSet === null) faults.push(warned('a server of its own: what it confirms is lost with its disk', THREE));
  else if (members < 3)
    faults.push(
      warned(`${replicaSet} has ${counted(members, 'member')}: what it confirms is lost with its disk`, THREE),
    );
  return faults.length > 0 ? together(faults) : ok(`${replicaSet}, ${counted(members, 'member')}, a primary`);
}

const THREE = {expected: 'a replica set of three'};

/** The last run as its chain has it; null before the first. */
export type LastRun = {readonly id: string; readonly events: number; readonly breaks: readonly string[]};

/** SC-D15: this program can read what stands there, and the last run's events follow from each other. */
export function judgeVersion(last: Asked<LastRun | null>): Judgement {
  if ('failure' in last) {
    const isNewer = last.failure instanceof Failure && /newer version/.test(last.failure.message);
    return isNewer ? fail(last.failure.message, {mend: last.failure.advice}) : failedBy(last.failure);
  }
  if (last.value === null) return ok('no run yet');
  const {id, events, breaks} = last.value;
  return breaks.length > 0
    ? fail(breaks.join('; '), {mend: 'softcollection verify --chain, and keep a copy of the state store'})
    : ok(`${counted(events, 'event')} of ${id} follow from each other`);
}
