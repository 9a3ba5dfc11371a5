import oracledb, {type Connection} from 'oracledb';
import {type OracleAccess, poolAttributes} from './oracle-access.ts';

/** The driver's pool, which closes once its last session is back. Nothing here is bounded in time: the caller is. */
export type SessionPool = {
  /** A session that is set up. After an error the pool may hold one that is not: end it. */
  lend(): Promise<Connection>;
  /** After an error nobody knows what it holds, so it is rolled back; the driver itself rolls back only what it knows of. */
  takeBack(connection: Connection, isSound: boolean): Promise<void>;
  /** Closes when all that were lent, or asked for, are back. */
  end(): Promise<void>;
};

export function sessionPool(access: OracleAccess, setUp: (connection: Connection) => Promise<void>): SessionPool {
  const fresh = new WeakSet<Connection>();
  const opened = oracledb.createPool({
    ...poolAttributes(access),
    // What fails in here is lent again as if it had not, so that the set-up has to be elsewhere.
    sessionCallback: (connection: Connection, _tag: string, done: () => void) => {
      fresh.add(connection);
      done();
    },
  });
  opened.catch(() => {});
  let loans = 0;
  let allBack = () => {};
  let ended: Promise<void> | null = null;

  async function takeBack(connection: Connection, isSound: boolean): Promise<void> {
    if (!isSound) await connection.rollback().catch(() => {});
    await connection.close().catch(() => {});
    endLoan();
  }

  function endLoan(): void {
    loans--;
    if (loans === 0) allBack();
  }

  /** With node-oracledb 26.0.0 a pool that is closed while a session is opened or at work leaves both hanging. */
  async function close(): Promise<void> {
    if (loans > 0) await new Promise<void>((resolve) => (allBack = resolve));
    await (await opened).close(0);
  }

  return {
    lend: async () => {
      loans++;
      const connection = await opened
        .then((pool) => pool.getConnection())
        .catch((error) => {
          endLoan();
          throw error;
        });
      if (!fresh.has(connection)) return connection;
      return setUp(connection).then(
        () => connection,
        async (error) => {
          await takeBack(connection, false);
          throw error;
        },
      );
    },
    takeBack,
    end: () => (ended ??= close().catch(() => {})),
  };
}
