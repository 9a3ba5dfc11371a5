import oracledb, {type Connection} from 'oracledb';
import {poolAttributes} from '../../src/adapters/oracle/oracle-access.ts';
import type {OracleServer} from './oracle-servers.ts';

/** Works on a session of its own, past the product. */
export async function onServer<Result>(
  {access, mayErase}: Pick<OracleServer, 'access' | 'mayErase'>,
  work: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  await mayErase();
  const {user, password, connectString, sdu, walletLocation, walletPassword} = poolAttributes(access);
  const wallet = {...(walletLocation ? {walletLocation} : {}), ...(walletPassword ? {walletPassword} : {})};
  const login = {user: user!, password: password!, connectString: connectString!, sdu, ...wallet};
  const connection = await oracledb.getConnection(login);
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}
