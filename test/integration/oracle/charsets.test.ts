import {expect} from 'chai';
import {describeOnTestServers} from '../../support/given-oracle.ts';
import {clearGroups, fillSources} from '../../support/oracle-data.ts';
import {type OracleServers, startOracleServers} from '../../support/oracle-servers.ts';
import {oracleProcess} from '../../support/oracle-world.ts';
import {makeWorld, syntheticUsers, theories} from '../../support/world.ts';

/** What SPSS cannot hold of a campaign's name and a TAB value, and what it keeps of them. */
const CHARSETS = {
  CL8MSWIN1251: {letters: 'Қ қ', long: 'ж'.repeat(255), name: '?аза?стан 1'},
  CL8ISO8859P5: {letters: 'Қ қ', long: 'ж'.repeat(255), name: '?аза?стан 1'},
  WE8MSWIN1252: {letters: 'а ж з н с т Қ қ', long: '?'.repeat(255), name: '????????? 1'},
};

describeOnTestServers('Oracle: a DSSB in AL32UTF8 and an SPSS in', function () {
  this.timeout(60_000);
  let unicode: OracleServers;
  before(() => {
    unicode = startOracleServers('--sysdate', '2024-01-15T09:00:00');
  });
  after(() => unicode?.stop());

  for (const [charset, {letters, long, name}] of Object.entries(CHARSETS)) {
    it(`${charset}, which gets values cut by its own count, and a warning names the letters that it cannot hold`, async () => {
      const other = startOracleServers('--sysdate', '2024-01-15T09:00:00', '--charset', charset);
      try {
        expect(await runWith({...unicode, spss: other.spss})).to.deep.equal({
          lost: [{kind: 'lost_letters', database: 'spss', letters}],
          long: [long],
          name: [`Campaign: ${name}`],
        });
      } finally {
        other.stop();
      }
    });
  }

  async function runWith(servers: OracleServers) {
    await clearGroups(servers);
    await fillSources(servers, theories(1, 'Қазақстан'), syntheticUsers(10));
    await servers.dssb.sql('ALTER TABLE DSSB_APP.SC_local_target MODIFY TAB1 VARCHAR2(600)');
    const values = `('SC00000001.2', '${'ж'.repeat(300)}')`;
    await servers.dssb.sql(`INSERT INTO DSSB_APP.SC_local_target (THEORY_ID, TAB1) VALUES ${values}`);
    const world = makeWorld();
    const {deps, close} = oracleProcess(servers, world);
    const report = (await world.run(deps)).at(-1)!;
    await close();
    expect(report.status, report.error?.message).to.equal('completed');
    const tab = async (theoryId: string, column: string) => {
      const sql = `SELECT DISTINCT ${column} AS VALUE FROM SPSS.SC_theory_users WHERE THEORY_ID = '${theoryId}'`;
      return (await servers.spss.sql<{VALUE: string}>(sql)).map(({VALUE}) => VALUE);
    };
    return {
      lost: report.warnings.filter(({kind}) => kind === 'lost_letters'),
      long: await tab('SC00000001.2', 'TAB1'),
      name: await tab('SC00000001.3', 'TAB4'),
    };
  }
});
