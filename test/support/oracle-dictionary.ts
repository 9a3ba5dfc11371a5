import type {OracleServer} from './oracle-servers.ts';

/** Views of Oracle's dictionary that the test server lacks, as tables of its own that a test can fill. */
const MISSING = [
  'CREATE TABLE SYS.USER_USERS (ACCOUNT_STATUS VARCHAR2(32), EXPIRY_DATE DATE)',
  "INSERT INTO SYS.USER_USERS VALUES ('OPEN', SYSDATE + 90)",
  'DROP VIEW SYS.USER_TABLES',
  'DROP VIEW SYS.ALL_TABLES',
  'CREATE TABLE SYS.ALL_TABLES (OWNER VARCHAR2(128), TABLE_NAME VARCHAR2(128), TABLE_LOCK VARCHAR2(8))',
  'CREATE TABLE SYS.USER_TAB_PRIVS_RECD (PRIVILEGE VARCHAR2(40), OWNER VARCHAR2(128), TABLE_NAME VARCHAR2(128))',
  'CREATE TABLE SYS.SESSION_PRIVS (PRIVILEGE VARCHAR2(40))',
];

export async function addDictionary({sql}: OracleServer): Promise<void> {
  for (const statement of MISSING) await sql(statement);
}
