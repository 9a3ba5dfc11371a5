import type {BindDefinition, BindParameters, Connection} from 'oracledb';
import type {Deadlines} from './deadlines.ts';

/** Rows to a round trip when reading: more gets slower again. */
const FETCH_ROWS = 10_000;

/** A session on loan. Every call is bounded in time. */
export type OracleSession = {
  /** All rows of a small answer, as arrays. */
  rows<Row extends unknown[]>(sql: string, binds?: BindParameters): Promise<Row[]>;
  /** Rows in batches; the next one is on its way while the caller is at work on one. */
  stream<Row extends unknown[]>(sql: string, binds?: BindParameters): AsyncIterable<Row[]>;
  /** A statement that may take `waitMs` longer than others. */
  execute(sql: string, waitMs: number): Promise<void>;
  /** One round trip for all rows; with `autoCommit` it commits too. Answers how many rows there are more. */
  executeMany(sql: string, rows: unknown[][], bindDefs: BindDefinition[], autoCommit: boolean): Promise<number>;
  /** Has the statement parsed, and nothing executed: the server's word on whether it may be made. */
  parse(sql: string): Promise<void>;
  rollback(): Promise<void>;
};

/** Waits for a call of the driver, for so long at most; afterwards the session is not to be used any more. */
export type Bound = <Answer>(call: Promise<Answer>, ms: number) => Promise<Answer>;

export function sessionOn(
  connection: Connection,
  {bound, deadlines, callTimeoutMs}: {bound: Bound; deadlines: Deadlines; callTimeoutMs: number},
): OracleSession {
  const inTime = <Answer>(call: Promise<Answer>) => bound(call, deadlines.callMs());
  return {
    rows: async <Row extends unknown[]>(sql: string, binds: BindParameters = []) => {
      const options = {prefetchRows: FETCH_ROWS, fetchArraySize: FETCH_ROWS};
      return (await inTime(connection.execute<Row>(sql, binds, options))).rows ?? [];
    },
    stream: async function* <Row extends unknown[]>(sql: string, binds: BindParameters = []) {
      const options = {resultSet: true, prefetchRows: FETCH_ROWS, fetchArraySize: FETCH_ROWS};
      const {resultSet} = await inTime(connection.execute<Row>(sql, binds, options));
      let next = inTime(resultSet!.getRows(FETCH_ROWS));
      try {
        for (;;) {
          const rows = await next;
          const isLast = rows.length < FETCH_ROWS;
          if (!isLast) next = quiet(inTime(resultSet!.getRows(FETCH_ROWS)));
          if (rows.length > 0) yield rows;
          if (isLast) break;
        }
      } finally {
        await next.catch(() => {});
        await inTime(resultSet!.close()).catch(() => {});
      }
    },
    execute: async (sql, waitMs) => {
      connection.callTimeout = callTimeoutMs + waitMs;
      await bound(connection.execute(sql), deadlines.callMs(waitMs));
      connection.callTimeout = callTimeoutMs;
    },
    executeMany: async (sql, rows, bindDefs, autoCommit) =>
      (await inTime(connection.executeMany(sql, rows, {bindDefs, autoCommit}))).rowsAffected ?? 0,
    parse: async (sql) => {
      await inTime(connection.getStatementInfo(sql));
    },
    rollback: () => inTime(connection.rollback()),
  };
}

/** A failure is told when it is waited for; until then it is nobody's. */
function quiet<Answer>(call: Promise<Answer>): Promise<Answer> {
  call.catch(() => {});
  return call;
}
