import {setTimeout as delay} from 'node:timers/promises';
import oracledb, {type BindDefinition, type BindParameters, type Connection, type Pool} from 'oracledb';
import {Failure} from '../../application/failure.ts';
import type {Database} from '../../domain/tables.ts';
import {type OracleAccess, poolAttributes} from './oracle-access.ts';
import {oracleFailure} from './oracle-failure.ts';

/** Rows to a round trip when reading: more gets slower again. */
const FETCH_ROWS = 10_000;
/** A restart tries at once. */
const REFUSED_MS = 60 * 60_000;
/** What still hangs then is left to the driver's own time-outs, or to the end of the process. */
const CLOSE_MS = 3_000;

/** What a session is borrowed for: `action` as the DBA sees it in V$SESSION, `what` (table, groups) for errors. */
export type Work = {readonly action: string; what: string};

/** A pool of sessions, opened at first use. What it throws names the work and the code, never a value. */
export type OracleDatabase = {
  /** Lends a session; after an error what it had not committed is rolled back. */
  use<Result>(work: Work, run: (session: OracleSession) => Promise<Result>): Promise<Result>;
  /** A query's rows as arrays, in batches of one round trip each. */
  stream<Row extends unknown[]>(work: Work, sql: string, binds?: BindParameters): AsyncIterable<Row[]>;
  /** Lends no more, and lets what is at work end first, though not for ever. */
  close(): Promise<void>;
};

/** A session on loan. Every call is bounded in time. */
export type OracleSession = {
  /** All rows of a small answer, as arrays. */
  rows<Row extends unknown[]>(sql: string, binds?: BindParameters): Promise<Row[]>;
  stream<Row extends unknown[]>(sql: string, binds?: BindParameters): AsyncIterable<Row[]>;
  /** A statement that may take `waitMs` longer than others. */
  execute(sql: string, waitMs: number): Promise<void>;
  /** One round trip for all rows; with `autoCommit` it commits too. */
  executeMany(sql: string, rows: unknown[][], bindDefs: BindDefinition[], autoCommit: boolean): Promise<void>;
  rollback(): Promise<void>;
};

export type OracleOptions = {
  readonly access: OracleAccess;
  readonly database: Database;
  /** The longest that a call may take. */
  readonly callTimeoutMs: number;
};

export function oracleDatabase({access, database, callTimeoutMs}: OracleOptions): OracleDatabase {
  let pool: Promise<Pool> | null = null;
  let refused: {readonly failure: unknown; readonly until: number} | null = null;
  let loans = 0;
  let allBack = () => {};
  let closing: Promise<void> | null = null;
  const explain = (error: unknown, {what}: Work) => oracleFailure(error, {database, what});

  /** A login that was refused is not tried again for a while: each look at the service's health would help to lock the account. */
  async function borrow(work: Work): Promise<Connection> {
    if (closing)
      throw new Failure('unreachable', `${database}, ${work.what}: the connection is being closed`, {database});
    if (refused && Date.now() < refused.until) throw refused.failure;
    loans++;
    try {
      pool ??= oracledb.createPool(poolAttributes(access));
      const connection = await (await pool).getConnection();
      return Object.assign(connection, {callTimeout: callTimeoutMs, module: 'softcollection', action: work.action});
    } catch (error) {
      const failure = explain(error, work);
      const isRefused = failure instanceof Failure && failure.kind === 'refused';
      if (isRefused) refused = {failure, until: Date.now() + REFUSED_MS};
      endLoan();
      throw failure;
    }
  }

  /** After an error nobody knows what it holds. Thin mode ignores `close({drop: true})`, and rolls back only what it knows of. */
  async function giveBack(connection: Connection, isSound: boolean): Promise<void> {
    if (!isSound) await connection.rollback().catch(() => {});
    await connection.close().catch(() => {});
    endLoan();
  }

  function endLoan(): void {
    loans--;
    if (loans === 0) allBack();
  }

  /** With node-oracledb 26.0.0 a pool that is closed while a session is opened or at work leaves both hanging. */
  async function closePool(): Promise<void> {
    if (loans > 0) await new Promise<void>((resolve) => (allBack = resolve));
    await (await pool)?.close(0);
  }

  async function closeInTime(): Promise<void> {
    const late = new AbortController();
    const closed = closePool().catch(() => {});
    await Promise.race([closed, delay(CLOSE_MS, undefined, {signal: late.signal}).catch(() => {})]);
    late.abort();
  }

  return {
    use: async (work, run) => {
      const connection = await borrow(work);
      try {
        const result = await run(sessionOn(connection, callTimeoutMs));
        await giveBack(connection, true);
        return result;
      } catch (error) {
        await giveBack(connection, false);
        throw explain(error, work);
      }
    },

    async *stream<Row extends unknown[]>(work: Work, sql: string, binds?: BindParameters) {
      const connection = await borrow(work);
      let ended = false;
      try {
        yield* readRows<Row>(connection, sql, binds);
        ended = true;
      } catch (error) {
        throw explain(error, work);
      } finally {
        await giveBack(connection, ended);
      }
    },

    close: () => (closing ??= closeInTime()),
  };
}

function sessionOn(connection: Connection, callTimeoutMs: number): OracleSession {
  return {
    rows: async <Row extends unknown[]>(sql: string, binds: BindParameters = []) =>
      ((await connection.execute(sql, binds, {prefetchRows: FETCH_ROWS, fetchArraySize: FETCH_ROWS})).rows ??
        []) as Row[],
    stream: (sql, binds) => readRows(connection, sql, binds),
    execute: async (sql, waitMs) => {
      connection.callTimeout = callTimeoutMs + waitMs;
      await connection.execute(sql);
      connection.callTimeout = callTimeoutMs;
    },
    executeMany: async (sql, rows, bindDefs, autoCommit) => {
      await connection.executeMany(sql, rows, {bindDefs, autoCommit});
    },
    rollback: () => connection.rollback(),
  };
}

async function* readRows<Row extends unknown[]>(
  connection: Connection,
  sql: string,
  binds: BindParameters = [],
): AsyncGenerator<Row[]> {
  const options = {resultSet: true, prefetchRows: FETCH_ROWS, fetchArraySize: FETCH_ROWS};
  const {resultSet} = await connection.execute<Row>(sql, binds, options);
  try {
    for (;;) {
      const rows = await resultSet!.getRows(FETCH_ROWS);
      if (rows.length > 0) yield rows;
      if (rows.length < FETCH_ROWS) break;
    }
  } finally {
    await resultSet!.close().catch(() => {});
  }
}
