import {createHash} from 'node:crypto';
import oracledb from 'oracledb';
import type {TheoryRow} from '../../src/domain/campaigns.ts';
import {TABLES, type Table} from '../../src/domain/tables.ts';
import {GIVEN_ORACLE} from './given-oracle.ts';
import type {SourceRow} from './memory/sources.ts';
import type {OracleServers} from './oracle-servers.ts';
import {onServer} from './oracle-session.ts';

const FORMAT = "'YYYY-MM-DD HH24:MI:SS'";
const BATCH = 20_000;

const QUALIFIED: Readonly<Record<Table, string>> = {
  SC_local_control: 'DSSB_APP.SC_local_control',
  SC_local_target: 'DSSB_APP.SC_local_target',
  SC_theory_users: 'SPSS.SC_theory_users',
};

const serverOf = ({dssb, spss}: OracleServers, table: Table) => (table === 'SC_theory_users' ? spss : dssb);

/** Fills the two source tables, past the product; what stood there goes. */
export async function fillSources(
  servers: OracleServers,
  theories: readonly TheoryRow[],
  users: readonly SourceRow[],
): Promise<void> {
  await onServer(servers.dssb, async (connection) => {
    await connection.execute('DELETE FROM DSSB_APP.SoftCollection_theories');
    const sql = `INSERT INTO DSSB_APP.SoftCollection_theories (THEORY_ID, THEORY_NAME, THEORY_START_DATE, THEORY_END_DATE)
      VALUES (:1, :2, TO_DATE(:3, ${FORMAT}), TO_DATE(:4, ${FORMAT}))`;
    const rows = theories.map(({theoryId, name, startDate, endDate}) => [theoryId, name, startDate, endDate]);
    if (rows.length > 0) await connection.executeMany(sql, rows);
    await connection.commit();
  });
  await onServer(servers.spss, async (connection) => {
    // The shared file has ids with blanks around them, longer than the real column.
    await connection.execute('DROP TABLE SPSS_USER_DRACRM.SC_1_120');
    await connection.execute(
      'CREATE TABLE SPSS_USER_DRACRM.SC_1_120 (IIN VARCHAR2(50), COUNT_DAY NUMBER, TOTAL_DEBT NUMBER, REGION VARCHAR2(100))',
    );
    await connection.execute(
      'CREATE INDEX SPSS_USER_DRACRM.SC_1_120_COUNT_DAY ON SPSS_USER_DRACRM.SC_1_120 (COUNT_DAY)',
    );
    const [text, number] = [{type: oracledb.DB_TYPE_VARCHAR, maxSize: 100}, {type: oracledb.DB_TYPE_NUMBER}];
    const bindDefs = [text, number, number, text];
    for (let from = 0; from < users.length; from += BATCH) {
      const rows = users
        .slice(from, from + BATCH)
        .map(({iin, countDay, debt, region}) => [iin, countDay, debt, region]);
      const columns = 'IIN, COUNT_DAY, TOTAL_DEBT, REGION';
      await connection.executeMany(`INSERT INTO SPSS_USER_DRACRM.SC_1_120 (${columns}) VALUES (:1, :2, :3, :4)`, rows, {
        bindDefs,
      });
    }
    await connection.commit();
  });
}

/** Empties the three group tables, and ends every session that still holds something. */
export async function clearGroups(servers: OracleServers): Promise<void> {
  for (const {control} of GIVEN_ORACLE ? [] : [servers.dssb, servers.spss]) {
    await control('DELETE', '/fault');
    await control('POST', '/up').catch(() => {});
  }
  for (const table of TABLES) await serverOf(servers, table).sql(`DELETE FROM ${QUALIFIED[table]}`);
}

/** All rows of the group tables but for INSERT_DATETIME, as one digest that names no value. */
export async function plannedOracleRows(servers: OracleServers): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  for (const table of TABLES) {
    const rows = await onServer(serverOf(servers, table), async (connection) => {
      const sql = `SELECT THEORY_ID, IIN, TO_CHAR(DATE_START, ${FORMAT}), TO_CHAR(DATE_END, ${FORMAT}), TAB1, TAB2, TAB3, TAB4, TAB5 FROM ${QUALIFIED[table]}`;
      return (await connection.execute<unknown[]>(sql, [], {fetchArraySize: BATCH})).rows ?? [];
    });
    const lines = rows.map((row) => JSON.stringify(row)).sort();
    digests[table] =
      `${lines.length} rows, ${createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 16)}`;
  }
  return digests;
}

/** How many rows of how many people stand under each THEORY_ID. */
export async function oracleCounts(servers: OracleServers, table: Table): Promise<Record<string, [number, number]>> {
  const rows = await onServer(serverOf(servers, table), async (connection) => {
    const sql = `SELECT THEORY_ID, COUNT(*), COUNT(DISTINCT TRIM(IIN)) FROM ${QUALIFIED[table]} GROUP BY THEORY_ID ORDER BY THEORY_ID`;
    return (await connection.execute<[string, number, number]>(sql)).rows ?? [];
  });
  return Object.fromEntries(rows.map(([theoryId, all, distinct]) => [theoryId, [all, distinct]]));
}
