import {setTimeout as delay} from 'node:timers/promises';
import type {BindParameters, Connection} from 'oracledb';
import {Failure} from '../../application/failure.ts';
import type {Database} from '../../domain/tables.ts';
import type {Warning} from '../../domain/warnings.ts';
import {deadlines, withDeadline} from './deadlines.ts';
import {expiryWarnings} from './expiry-warnings.ts';
import type {OracleAccess} from './oracle-access.ts';
import {oracleFailure, unanswered} from './oracle-failure.ts';
import {type OracleSession, sessionOn} from './oracle-session.ts';
import {type SessionPool, sessionPool} from './session-pool.ts';
import {setUpSession} from './session-setup.ts';

/** A restart tries at once. */
const REFUSED_MS = 60 * 60_000;
/** What still hangs then is left to the end of the process. */
const CLOSE_MS = 3_000;

/** What a session is borrowed for: `action` as the DBA sees it in V$SESSION, `what` (table, groups) for errors. */
export type Work = {readonly action: string; what: string};

/** A pool of sessions, opened at first use. What it throws names the work and the code, never a value. */
export type OracleDatabase = {
  readonly database: Database;
  /** Lends a session; after an error what it had not committed is rolled back. */
  use<Result>(work: Work, run: (session: OracleSession) => Promise<Result>): Promise<Result>;
  /** A query's rows as arrays, in batches of one round trip each. */
  stream<Row extends unknown[]>(work: Work, sql: string, binds?: BindParameters): AsyncIterable<Row[]>;
  /** What the database has warned of at a login. */
  warnings(): readonly Warning[];
  /** Lends no more, and lets what is at work end first, though not for ever. */
  close(): Promise<void>;
};

export type OracleOptions = {
  readonly access: OracleAccess;
  readonly database: Database;
  /** The longest that a call may take. */
  readonly callTimeoutMs: number;
};

/** A session on loan, of the pool that it goes back to. */
type Loan = {readonly pool: SessionPool; readonly connection: Connection; readonly session: OracleSession};

export function oracleDatabase({access, database, callTimeoutMs}: OracleOptions): OracleDatabase {
  const limits = deadlines(callTimeoutMs);
  let current: SessionPool | null = null;
  let refused: {readonly failure: unknown; readonly until: number} | null = null;
  let warnings: readonly Warning[] = [];
  let closing: Promise<void> | null = null;

  /** A login that was refused is not tried again for a while: each look at the service's health would help to lock the account. */
  async function borrow(work: Work): Promise<Loan> {
    if (closing)
      throw new Failure('unreachable', `${database}, ${work.what}: the connection is being closed`, {database});
    if (refused && performance.now() < refused.until) throw refused.failure;
    current ??= sessionPool(access, (connection) => {
      warnings = expiryWarnings(connection.warning, database);
      return setUpSession(connection, callTimeoutMs);
    });
    const pool = current;
    const lending = pool.lend();
    try {
      const connection = await withDeadline(limits.loginMs, lending, () =>
        unanswered(limits.loginMs, 'login', database),
      );
      Object.assign(connection, {callTimeout: callTimeoutMs, module: 'softcollection', action: work.action});
      return {pool, connection, session: boundSession(pool, connection, work)};
    } catch (error) {
      giveUp(pool);
      lending.then((connection) => pool.takeBack(connection, false), () => {}); // biome-ignore format: came too late
      const failure = oracleFailure(error, {database, what: work.what, at: 'login'});
      const isRefused = failure instanceof Failure && failure.kind === 'refused';
      if (isRefused) refused = {failure, until: performance.now() + REFUSED_MS};
      throw failure;
    }
  }

  function boundSession(pool: SessionPool, connection: Connection, work: Work): OracleSession {
    const bound = <Answer>(call: Promise<Answer>, ms: number) =>
      withDeadline(ms, call, () => {
        giveUp(pool);
        return unanswered(ms, work.what, database);
      });
    return sessionOn(connection, {bound, deadlines: limits, callTimeoutMs});
  }

  /** What hangs holds up all others in the driver's pool: the next session is one of another. */
  function giveUp(pool: SessionPool): void {
    if (current === pool) current = null;
    void pool.end();
  }

  /** The session of a pool that was given up comes back whenever its call ends: nobody waits for that. */
  async function takeBack({pool, connection}: Loan, isSound: boolean): Promise<void> {
    const back = pool.takeBack(connection, isSound);
    if (pool !== current) return;
    await withDeadline(limits.callMs(), back, () => unanswered(limits.callMs(), 'rollback', database)).catch(() =>
      giveUp(pool),
    );
  }

  async function closeInTime(): Promise<void> {
    const late = new AbortController();
    await Promise.race([current?.end(), delay(CLOSE_MS, undefined, {signal: late.signal}).catch(() => {})]);
    late.abort();
  }

  return {
    database,
    use: async (work, run) => {
      const loan = await borrow(work);
      try {
        const result = await run(loan.session);
        await takeBack(loan, true);
        return result;
      } catch (error) {
        await takeBack(loan, false);
        throw oracleFailure(error, {database, what: work.what});
      }
    },

    async *stream<Row extends unknown[]>(work: Work, sql: string, binds?: BindParameters) {
      const loan = await borrow(work);
      let ended = false;
      try {
        yield* loan.session.stream<Row>(sql, binds);
        ended = true;
      } catch (error) {
        throw oracleFailure(error, {database, what: work.what});
      } finally {
        await takeBack(loan, ended);
      }
    },

    warnings: () => warnings,
    close: () => (closing ??= closeInTime()),
  };
}
