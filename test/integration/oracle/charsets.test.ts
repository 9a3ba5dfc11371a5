import {expect} from 'chai';
import {describeOnTestServers} from '../../support/given-oracle.ts';
import {fillSources} from '../../support/oracle-data.ts';
import {type OracleServers, startOracleServers} from '../../support/oracle-servers.ts';
import {oracleProcess} from '../../support/oracle-world.ts';
import {makeWorld, syntheticUsers, theories} from '../../support/world.ts';

describeOnTestServers('Oracle: an SPSS in CL8MSWIN1251 beside a DSSB in AL32UTF8', function () {
  this.timeout(60_000);
  const all: OracleServers[] = [];
  after(() => {
    for (const servers of all) servers.stop();
  });

  it('gets values cut by its own count, and a warning names the letters that it cannot hold', async () => {
    all.push(startOracleServers('--sysdate', '2024-01-15T09:00:00'));
    all.push(startOracleServers('--sysdate', '2024-01-15T09:00:00', '--charset', 'CL8MSWIN1251'));
    const servers = {...all[0]!, spss: all[1]!.spss};
    await fillSources(servers, theories(1, 'Қазақстан'), syntheticUsers(10));
    await servers.dssb.sql('ALTER TABLE DSSB_APP.SC_local_target MODIFY TAB1 VARCHAR2(600)');
    const long = 'ж'.repeat(300);
    await servers.dssb.sql(`INSERT INTO DSSB_APP.SC_local_target (THEORY_ID, TAB1) VALUES ('SC00000001.2', '${long}')`);
    const world = makeWorld();
    const {deps, close} = oracleProcess(servers, world);
    const report = (await world.run(deps)).at(-1)!;
    await close();
    expect(report.status, report.error?.message).to.equal('completed');
    expect(report.warnings).to.deep.include({kind: 'lost_letters', database: 'spss', letters: 'Қ қ'});
    const tab = async (theoryId: string, column: string) => {
      const sql = `SELECT DISTINCT ${column} AS VALUE FROM SPSS.SC_theory_users WHERE THEORY_ID = '${theoryId}'`;
      return (await servers.spss.sql<{VALUE: string}>(sql)).map(({VALUE}) => VALUE);
    };
    expect(await tab('SC00000001.2', 'TAB1')).to.deep.equal(['ж'.repeat(255)]);
    expect(await tab('SC00000001.3', 'TAB4')).to.deep.equal(['Campaign: ?аза?стан 1']);
  });
});
