import {expect} from 'chai';
import {describeOnTestServers} from '../../support/given-oracle.ts';
import {clearGroups, fillSources} from '../../support/oracle-data.ts';
import {type OracleServers, startOracleServers} from '../../support/oracle-servers.ts';
import {oracleProcess} from '../../support/oracle-world.ts';
import {makeWorld, syntheticUsers, theories} from '../../support/world.ts';

/** What a user has on a table, and the error of the first statement that this does not allow; null where it is enough. */
const GRANTS = [
  ['dssb', 'DSSB_APP.SoftCollection_theories', ['READ'], null],
  ['dssb', 'DSSB_APP.SoftCollection_theories', [], 'ORA-00942'],
  ['dssb', 'DSSB_APP.SC_local_control', ['SELECT', 'INSERT'], null],
  ['dssb', 'DSSB_APP.SC_local_control', ['READ', 'INSERT'], null],
  ['dssb', 'DSSB_APP.SC_local_control', ['READ'], 'ORA-01031'],
  ['dssb', 'DSSB_APP.SC_local_control', ['UPDATE', 'DELETE'], 'ORA-01031'],
  ['dssb', 'DSSB_APP.SC_local_target', ['SELECT'], 'ORA-01031'],
  ['dssb', 'DSSB_APP.SC_local_target', ['INSERT'], 'ORA-01031'],
  ['spss', 'SPSS_USER_DRACRM.SC_1_120', ['READ'], null],
  ['spss', 'SPSS_USER_DRACRM.SC_1_120', [], 'ORA-00942'],
  ['spss', 'SPSS.SC_theory_users', ['SELECT', 'INSERT'], null],
  ['spss', 'SPSS.SC_theory_users', ['READ'], 'ORA-01031'],
] as const;

describeOnTestServers('Oracle: a user who has', function () {
  this.timeout(30_000);
  let servers: OracleServers;
  before(() => {
    servers = startOracleServers('--sysdate', '2024-01-15T09:00:00');
  });
  after(() => servers?.stop());
  beforeEach(async () => {
    await clearGroups(servers);
    for (const {control} of [servers.dssb, servers.spss])
      for (const path of ['/privileges', '/redact']) await control('DELETE', path);
    await fillSources(servers, theories(1), syntheticUsers(10));
  });
  async function attempt() {
    const world = makeWorld();
    const {deps, close} = oracleProcess(servers, world);
    const last = (await world.run(deps)).at(-1)!;
    await close();
    return last;
  }

  for (const [db, table, privileges, code] of GRANTS) {
    it(`${privileges.join(' and ') || 'nothing'} on ${table} ${code ? `is told of ${code}` : 'completes the run'}`, async () => {
      const {access, control} = servers[db];
      const user = access.user;
      if (privileges.length === 0) await control('POST', '/revoke', {user, table});
      else await control('POST', '/grant', {user, table, privileges});
      const report = await attempt();
      if (code === null) return expect(report.status, report.error?.message).to.equal('completed');
      expect(report.error).to.include({kind: 'refused'});
      expect(report.error!.message).to.match(new RegExp(`${code}, a table, a column or a grant is missing$`));
      return undefined;
    });
  }

  it('lost its grant with a source table that the load dropped and made anew is told so', async () => {
    const [user, table] = [servers.spss.access.user, 'SPSS_USER_DRACRM.SC_1_120'];
    await servers.spss.control('POST', '/grant', {user, table, privileges: ['READ']});
    expect((await attempt()).status).to.equal('completed');
    await servers.spss.sql(`DROP TABLE ${table}`);
    await servers.spss.sql(`CREATE TABLE ${table} (IIN VARCHAR2(12), COUNT_DAY NUMBER)`);
    const report = await attempt();
    expect(report.error!.message).to.match(/SC_1_120: ORA-00942, a table, a column or a grant is missing$/);
  });

  it('redacted ids in place of ids distributes nobody', async () => {
    const {access, control} = servers.spss;
    await control('POST', '/redact', {user: access.user, table: 'SPSS_USER_DRACRM.SC_1_120', column: 'IIN'});
    const report = await attempt();
    expect(report).to.deep.include({status: 'skipped', reason: 'no_count_day_5_users'});
    expect(report.users).to.deep.include({found: 10, blank: 10, distributed: 0});
  });
});
