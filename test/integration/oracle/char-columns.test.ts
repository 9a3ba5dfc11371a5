import {expect} from 'chai';
import {oracleCatalogue} from '../../../src/adapters/oracle/catalogue.ts';
import {oracleGroupTables} from '../../../src/adapters/oracle/group-tables.ts';
import {oracleDatabase} from '../../../src/adapters/oracle/oracle-database.ts';
import {writeGroups} from '../../../src/application/run/write-groups.ts';
import type {Iin, TheoryId, WallTime} from '../../../src/domain/ids.ts';
import {TABLES} from '../../../src/domain/tables.ts';
import {describeOnTestServers} from '../../support/given-oracle.ts';
import {clearGroups, fillSources, plannedOracleRows} from '../../support/oracle-data.ts';
import {type OracleServers, startOracleServers} from '../../support/oracle-servers.ts';
import {oracleProcess, statements} from '../../support/oracle-world.ts';
import {makeWorld, syntheticUsers, theories} from '../../support/world.ts';

const SINCE = '2024-01-15 09:00:00' as WallTime;
const [B, C] = ['SC00000001.2', 'SC00000001.3'] as TheoryId[] as [TheoryId, TheoryId];
const PEOPLE = syntheticUsers(60).map(({iin}) => iin as Iin);
const tabs = ['Group', null, null, null, null] as const;

/**
 * A bank's older tables may have CHAR columns, whose values come back padded. What this cannot show: the test server
 * compares a CHAR with a text of any type as if neither had blanks at its end. A real Oracle does so only when both sides
 * are CHAR: bound as VARCHAR2, no id would meet a padded column. That ids are bound as CHAR is read from the server's log.
 */
describeOnTestServers('group tables with CHAR columns', function () {
  this.timeout(60_000);
  let servers: OracleServers;
  before(async () => {
    servers = startOracleServers('--sysdate', '2024-01-15T09:00:00');
    await fillSources(servers, theories(2), syntheticUsers(60));
    for (const table of TABLES) {
      const server = table === 'SC_theory_users' ? servers.spss : servers.dssb;
      const rest = 'DATE_START DATE, DATE_END DATE, INSERT_DATETIME DATE';
      const texts = [1, 2, 3, 4, 5].map((n) => `TAB${n} VARCHAR2(255)`).join(', ');
      await server.sql(`DROP TABLE ${statements.qualified(table)}`);
      await server.sql(
        `CREATE TABLE ${statements.qualified(table)} (IIN CHAR(50), THEORY_ID CHAR(50), ${rest}, ${texts})`,
      );
    }
  });
  after(() => servers?.stop());
  beforeEach(() => clearGroups(servers));

  it('give their values padded', async () => {
    await servers.dssb.sql(`INSERT INTO DSSB_APP.SC_local_target (IIN, THEORY_ID) VALUES ('1', '${B}')`);
    const [row] = await servers.dssb.sql<{IIN: string; THEORY_ID: string}>('SELECT * FROM DSSB_APP.SC_local_target');
    expect([row!.IIN.length, row!.THEORY_ID.length]).to.deep.equal([50, 50]);
  });

  it('are written twice, and nothing is inserted the second time', async () => {
    const db = oracleDatabase({access: servers.dssb.access, database: 'dssb_app', callTimeoutMs: 20_000});
    const columns = oracleCatalogue(db, statements, 'dssb_app');
    const tables = oracleGroupTables(db, {statements, columns, batchRows: 20, lockWaitMs: 20_000, onWait: () => {}});
    const wanted = {
      table: 'SC_local_target',
      dateStart: SINCE,
      dateEnd: SINCE,
      since: SINCE,
      metBefore: SINCE,
      planned: async () => new Map(),
      groups: [
        {theoryId: B, tabs, members: PEOPLE.slice(0, 25)},
        {theoryId: C, tabs, members: PEOPLE.slice(25)},
      ],
    } as const;
    try {
      const inserted = async () => (await writeGroups(tables, wanted, async () => {})).map((it) => it.inserted);
      expect(await inserted()).to.deep.equal([25, 35]);
      expect(await inserted()).to.deep.equal([0, 0]);
      const counted = await tables.count(wanted.table, [B, C], SINCE);
      expect(counted.map((it) => [it.theoryId, it.rows, it.distinct]).sort()).to.deep.equal([
        [B, 25, 25],
        [C, 35, 35],
      ]);
      expect([...(await tables.earliestTabs(wanted.table, [B]))]).to.deep.equal([[B, [...tabs]]]);
      expect(await idsNotBoundAsChar()).to.deep.equal([]);
    } finally {
      await db.close();
    }
  });

  it('take a whole run, and the next one finds everybody enrolled', async () => {
    const world = makeWorld();
    const process = oracleProcess(servers, world);
    try {
      expect((await world.run(process.deps)).at(-1)!.status).to.equal('completed');
      const before = await plannedOracleRows(servers);
      expect(before.SC_local_control).to.match(/^12 rows/);
      expect((await world.run(process.deps)).at(-1)).to.include({status: 'skipped', reason: 'all_users_enrolled'});
      expect(await plannedOracleRows(servers)).to.deep.equal(before);
    } finally {
      await process.close();
    }
  });

  /** The statements of the log in which an id, `:t0` and so on, travelled as anything but CHAR. */
  async function idsNotBoundAsChar(): Promise<string[]> {
    const log = await servers.dssb.control<{sql?: string; bindTypes?: string}[]>('GET', '/log?last=10000');
    const sent = log.flatMap(({sql, bindTypes}) => (sql?.includes(':t0') ? [{sql, types: bindTypes!.split(',')}] : []));
    expect(sent.length).to.be.greaterThan(3);
    return sent
      .filter(({sql, types}) => types.filter((type) => type === 'CHAR').length !== sql.match(/:t\d+/g)!.length)
      .map(({sql}) => sql);
  }
});
