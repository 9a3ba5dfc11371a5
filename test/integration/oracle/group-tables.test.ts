import {oracleCatalogue} from '../../../src/adapters/oracle/catalogue.ts';
import {oracleGroupTables} from '../../../src/adapters/oracle/group-tables.ts';
import {type OracleDatabase, oracleDatabase} from '../../../src/adapters/oracle/oracle-database.ts';
import {groupTablesContract, type RawRow} from '../../contracts/group-tables.ts';
import {GIVEN_ORACLE} from '../../support/given-oracle.ts';
import {literal, tickingStatements} from '../../support/oracle-clock.ts';
import {type OracleServers, startOracleServers} from '../../support/oracle-servers.ts';

describe('Oracle', function () {
  this.timeout(60_000);
  let servers: OracleServers;
  before(async () => {
    servers = startOracleServers();
    // A given Oracle may have it from an earlier time.
    if (GIVEN_ORACLE) await servers.dssb.sql('DROP TABLE DSSB_APP.TEST_CLOCK').catch(() => {});
    await servers.dssb.sql('CREATE TABLE DSSB_APP.TEST_CLOCK (MOMENT DATE)');
  });
  after(() => servers?.stop());

  groupTablesContract('Oracle', async () => {
    const {dssb} = servers;
    const opened: OracleDatabase[] = [];
    for (const table of ['SC_local_control', 'SC_local_target', 'TEST_CLOCK'])
      await dssb.sql(`DELETE FROM DSSB_APP.${table}`);
    await dssb.sql('INSERT INTO DSSB_APP.TEST_CLOCK VALUES (SYSDATE)');
    return {
      open: async () => {
        const db = oracleDatabase({access: dssb.access, database: 'dssb_app', callTimeoutMs: 20_000});
        opened.push(db);
        const columns = oracleCatalogue(db, tickingStatements, 'dssb_app');
        const options = {columns, batchRows: 1_000, lockWaitMs: 20_000, onWait: () => {}};
        return oracleGroupTables(db, {statements: tickingStatements, ...options});
      },
      setSysdate: (value) => dssb.sql(`UPDATE DSSB_APP.TEST_CLOCK SET MOMENT = ${literal(value, 'date')}`),
      seed: async (table, rows) => {
        for (const [iin, theoryId, start, end, at, ...tabs] of rows) {
          const values = [
            literal(iin),
            literal(theoryId),
            ...[start, end, at].map((date) => literal(date, 'date')),
            ...tabs.map((tab) => literal(tab)),
          ];
          await dssb.sql(`INSERT INTO DSSB_APP.${table} VALUES (${values.join(', ')})`);
        }
      },
      dump: async (table) => {
        const rows = await dssb.sql(
          `SELECT IIN, THEORY_ID, TO_CHAR(DATE_START, 'YYYY-MM-DD HH24:MI:SS') D1, TO_CHAR(DATE_END, 'YYYY-MM-DD HH24:MI:SS') D2, TO_CHAR(INSERT_DATETIME, 'YYYY-MM-DD HH24:MI:SS') D3, TAB1, TAB2, TAB3, TAB4, TAB5 FROM DSSB_APP.${table}`,
        );
        return rows.map((row) => Object.values(row) as unknown as RawRow);
      },
      close: async () => {
        for (const db of opened) await db.close();
      },
    };
  });
});
