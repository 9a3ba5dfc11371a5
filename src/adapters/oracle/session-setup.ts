import type {Connection} from 'oracledb';

/**
 * What a session has to be, whatever a logon trigger or the database's defaults made of it. Binary order and comparison; a
 * statement sees what was committed before it began, or the wait for a lock would be in vain; no INSERT becomes a direct
 * path one, which locks the table for itself. None of these needs a privilege.
 */
const SETUP = [
  'ALTER SESSION SET NLS_SORT = BINARY NLS_COMP = BINARY',
  'ALTER SESSION SET ISOLATION_LEVEL = READ COMMITTED',
  'ALTER SESSION DISABLE PARALLEL DML',
] as const;

export async function setUpSession(connection: Connection, callTimeoutMs: number): Promise<void> {
  connection.callTimeout = callTimeoutMs;
  for (const statement of SETUP) await connection.execute(statement);
}
