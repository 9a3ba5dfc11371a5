import {setTimeout as delay} from 'node:timers/promises';
import {Failure} from '../../application/failure.ts';
import type {Database} from '../../domain/tables.ts';
import {type Blocker, blockersOf, tellBlockers} from './blockers.ts';
import {hasCode} from './oracle-failure.ts';
import type {OracleSession} from './oracle-session.ts';

/**
 * A request for a lock that has to wait stands in a queue before every later writer of the table, who then wait for it. So
 * it waits briefly and leaves a longer pause; in between it only looks whether the table is free, which holds up nobody.
 */
const WAIT_SECONDS = 2;
const PAUSE_MS = 8_000;
const LOOK_MS = 500;

type Wanted = {
  readonly database: Database;
  /** SCHEMA.TABLE. */
  readonly table: string;
  /** The statement that waits for so many seconds; 0 does not wait. */
  readonly sql: (waitSeconds: number) => string;
  /** In all. */
  readonly lockWaitMs: number;
  /** Told once, when another session turns out to hold the table. */
  readonly onWait: (message: string) => void;
};

/** Locks the table, or throws what is not tried again: the wait has been long enough. */
export async function lockTable(session: OracleSession, wanted: Wanted): Promise<void> {
  const {table, sql, lockWaitMs, onWait} = wanted;
  const began = performance.now();
  const leftMs = () => lockWaitMs - (performance.now() - began);
  for (let [tries, pausedUntil] = [0, 0]; ; tries++) {
    const seconds = performance.now() < pausedUntil ? 0 : lockSeconds(leftMs());
    if (await isLocked(session, sql(seconds), seconds)) return;
    if (seconds > 0) pausedUntil = performance.now() + PAUSE_MS;
    const left = leftMs();
    if (left > 0 && tries > 0) {
      await delay(Math.min(LOOK_MS, left));
      continue;
    }
    const holders = await blockersOf(session, table);
    if (left <= 0) throw held(wanted, holders);
    onWait(`${table} is locked by ${tellBlockers(holders)}; waiting for it`);
  }
}

/** How long a single request may wait. */
export function lockSeconds(leftMs: number): number {
  return Math.min(WAIT_SECONDS, Math.max(0, Math.ceil(leftMs / 1000)));
}

async function isLocked(session: OracleSession, sql: string, seconds: number): Promise<boolean> {
  try {
    await session.execute(sql, seconds * 1000);
    return true;
  } catch (error) {
    if (hasCode(error, 'ORA-00054')) return false;
    throw error;
  }
}

function held({database, table, lockWaitMs}: Wanted, holders: readonly Blocker[] | null): Failure {
  const what = `${database}, ${table}: ORA-00054, ${tellBlockers(holders)} holds the table`;
  return new Failure('unreachable', `${what}; waited for ${lockWaitMs / 1000} s`, {
    database,
    advice: holders?.length
      ? 'have it commit, roll back or be ended, or set LOCK_WAIT higher'
      : 'find the session that holds the lock (docs/oracle.md has the query), or set LOCK_WAIT higher',
  });
}
