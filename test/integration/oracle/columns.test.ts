import {expect} from 'chai';
import {TABLES, type Table} from '../../../src/domain/tables.ts';
import {describeOnTestServers} from '../../support/given-oracle.ts';
import {clearGroups, fillSources, oracleCounts} from '../../support/oracle-data.ts';
import {type OracleServers, startOracleServers} from '../../support/oracle-servers.ts';
import {oracleProcess, statements} from '../../support/oracle-world.ts';
import {makeWorld, syntheticUsers, theories} from '../../support/world.ts';

const USERS = syntheticUsers(10);
const SOURCE = 'SPSS_USER_DRACRM.SC_1_120';
const ALL = [...TABLES, 'SC_1_120'] as const;

/** Columns that a bank may have instead of those of the contract, and what a run says of them. */
const COLUMNS = {
  'dates as TIMESTAMP': [TABLES, {INSERT_DATETIME: 'TIMESTAMP', DATE_START: 'TIMESTAMP', DATE_END: 'TIMESTAMP'}, null],
  'ids as CHAR': [ALL, {IIN: 'CHAR(12)', THEORY_ID: 'CHAR(50)'}, null],
  'ids of just their length': [ALL, {IIN: 'VARCHAR2(12)', THEORY_ID: 'VARCHAR2(12)'}, null],
  'short TAB columns': [TABLES, {TAB1: 'VARCHAR2(10)', TAB4: 'VARCHAR2(5 CHAR)'}, null],
  'ids of the source as NUMBER': [
    ...[['SC_1_120'], {IIN: 'NUMBER'}],
    `spss, ${SOURCE}.IIN is NUMBER(22): a number loses the leading zeros of ids; expected VARCHAR2 or CHAR`,
  ],
  'ids of a group table as NUMBER': [
    ...[['SC_theory_users'], {IIN: 'NUMBER'}],
    'spss, SPSS.SC_THEORY_USERS.IIN is NUMBER(22): a number loses the leading zeros of ids; expected VARCHAR2 or CHAR',
  ],
  'ids too long for their column': [
    ...[['SC_local_control'], {IIN: 'VARCHAR2(9)'}],
    'dssb_app, DSSB_APP.SC_LOCAL_CONTROL.IIN is VARCHAR2(9): expected at least 12',
  ],
  'a date as text': [
    ...[['SC_local_target'], {DATE_START: 'VARCHAR2(20)'}],
    'dssb_app, DSSB_APP.SC_LOCAL_TARGET.DATE_START is VARCHAR2(20): expected DATE or TIMESTAMP',
  ],
  'a TAB as NUMBER': [
    ...[['SC_local_target'], {TAB2: 'NUMBER'}],
    'dssb_app, DSSB_APP.SC_LOCAL_TARGET.TAB2 is NUMBER(22): expected VARCHAR2 or CHAR',
  ],
} as const satisfies Record<string, readonly [readonly string[], Readonly<Record<string, string>>, string | null]>;

describeOnTestServers('Oracle: tables with', function () {
  this.timeout(60_000);
  let servers: OracleServers;
  before(() => {
    servers = startOracleServers('--sysdate', '2024-01-15T09:00:00');
  });
  after(() => servers?.stop());

  /** Makes the table anew, with other columns here and there. */
  async function remake(table: (typeof ALL)[number], other: Readonly<Record<string, string>>): Promise<void> {
    const isSource = table === 'SC_1_120';
    const texts = Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`TAB${n}`, 'VARCHAR2(255)']));
    const dates = {DATE_START: 'DATE', DATE_END: 'DATE', INSERT_DATETIME: 'DATE'};
    const usual = isSource
      ? {IIN: 'VARCHAR2(12)', COUNT_DAY: 'NUMBER'}
      : {IIN: 'VARCHAR2(50)', THEORY_ID: 'VARCHAR2(50)', ...dates, ...texts};
    const columns = Object.entries(usual).map(([name, type]) => `${name} ${other[name] ?? type}`);
    const name = isSource ? SOURCE : statements.qualified(table as Table);
    const server = table.startsWith('SC_local') ? servers.dssb : servers.spss;
    await server.sql(`DROP TABLE ${name}`);
    await server.sql(`CREATE TABLE ${name} (${columns.join(', ')})`);
  }

  async function attempt(world = makeWorld()) {
    const {deps, close} = oracleProcess(servers, world);
    const last = (await world.run(deps)).at(-1)!;
    await close();
    return last;
  }

  beforeEach(async () => {
    await clearGroups(servers);
    await fillSources(servers, theories(1), USERS);
  });

  for (const [name, [tables, columns, fault]] of Object.entries(COLUMNS)) {
    it(`${name} ${fault ? 'are refused in words, before anything is written' : 'are written as ever'}`, async () => {
      for (const table of ALL) await remake(table, (tables as readonly string[]).includes(table) ? columns : {});
      for (const {iin} of USERS) await servers.spss.sql(`INSERT INTO ${SOURCE} VALUES (${iin}, 5)`);
      const world = makeWorld();
      const report = await attempt(world);
      if (fault) {
        expect(report.error).to.deep.include({kind: 'refused', message: fault});
        expect(report.plan_digest).to.equal(null);
        return;
      }
      expect(report.status, report.error?.message).to.equal('completed');
      expect((await attempt(world)).reason).to.equal('all_users_enrolled');
      expect(Object.values(await oracleCounts(servers, 'SC_theory_users'))).to.deep.equal(
        [2, 2, 2, 2].map((n) => [n, n]),
      );
    });
  }

  it('TAB values of a group are copied whole into its table, and cut where they have less room', async () => {
    await remake('SC_local_target', {TAB1: 'VARCHAR2(400)', TAB2: 'VARCHAR2(255 CHAR)'});
    await remake('SC_theory_users', {TAB1: 'VARCHAR2(255)', TAB2: 'VARCHAR2(100 CHAR)'});
    const tabs = ['ж'.repeat(200), 'ж'.repeat(255), 'c'];
    const values = `'SC00000001.2', TO_DATE('2024-01-01', 'YYYY-MM-DD'), '${tabs.join("', '")}'`;
    await servers.dssb.sql(
      `INSERT INTO DSSB_APP.SC_local_target (THEORY_ID, INSERT_DATETIME, TAB1, TAB2, TAB3) VALUES (${values})`,
    );
    expect((await attempt()).status).to.equal('completed');
    const where = "WHERE THEORY_ID = 'SC00000001.2' AND IIN IS NOT NULL";
    const rows = (server: 'dssb' | 'spss', table: string) =>
      servers[server].sql(`SELECT DISTINCT TAB1, TAB2, TAB3 FROM ${table} ${where}`);
    expect(await rows('dssb', 'DSSB_APP.SC_local_target')).to.deep.equal([{TAB1: tabs[0], TAB2: tabs[1], TAB3: 'c'}]);
    expect(await rows('spss', 'SPSS.SC_theory_users')).to.deep.equal([
      {TAB1: 'ж'.repeat(127), TAB2: 'ж'.repeat(100), TAB3: 'c'},
    ]);
  });
});
