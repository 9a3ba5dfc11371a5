import {expect} from 'chai';
import {describeOnTestServers} from '../../support/given-oracle.ts';
import {clearGroups, fillSources, oracleCounts} from '../../support/oracle-data.ts';
import {type OracleServers, startOracleServers} from '../../support/oracle-servers.ts';
import {oracleProcess} from '../../support/oracle-world.ts';
import {makeWorld, syntheticUsers, theories} from '../../support/world.ts';

const TABLE = 'DSSB_APP.SC_local_target';

describeOnTestServers('Oracle: a run into a table with a trigger', function () {
  this.timeout(30_000);
  let servers: OracleServers;
  before(async () => {
    servers = startOracleServers('--sysdate', '2024-01-15T09:00:00');
    await fillSources(servers, theories(2), syntheticUsers(50));
  });
  after(() => servers?.stop());
  beforeEach(() => clearGroups(servers));
  afterEach(() => servers.dssb.control('DELETE', '/trigger'));

  const trigger = (kind: string, more = {}) => servers.dssb.control('POST', '/trigger', {table: TABLE, kind, ...more});

  async function attempt(world = makeWorld()) {
    const {deps, close} = oracleProcess(servers, world);
    const last = (await world.run(deps)).at(-1)!;
    await close();
    return last;
  }

  const rowsOf = async (table: 'SC_local_target' | 'SC_theory_users') =>
    Object.values(await oracleCounts(servers, table)).reduce((sum, [rows]) => sum + rows, 0);

  it('that reads its own table for each row writes all the same', async () => {
    await trigger('row-reads-table');
    expect((await attempt()).status).to.equal('completed');
    expect(await rowsOf('SC_local_target')).to.equal(40);
  });

  it('fires a trigger for statements once for all rows of a call', async () => {
    await trigger('statement');
    expect((await attempt()).status).to.equal('completed');
    const [{fired}] = (await servers.dssb.control<{fired: number}[]>('GET', '/trigger')) as [{fired: number}];
    expect(fired).to.equal(2);
  });

  it('that lets a row vanish is an error at once, and the row is made once it does so no more', async () => {
    await trigger('swallow-row');
    const world = makeWorld();
    const first = await attempt(world);
    expect(first).to.deep.include({status: 'failed', stage: 'inserting_users'});
    expect(first.error).to.include({kind: 'refused', database: 'dssb_app'});
    expect(first.error!.message).to.equal(`dssb_app, ${TABLE}: of 20 rows the database took 19, without an error`);
    expect(await rowsOf('SC_local_target')).to.equal(19);
    expect(await rowsOf('SC_theory_users')).to.equal(0);
    expect((await attempt(world)).status).to.equal('completed');
    expect([await rowsOf('SC_local_target'), await rowsOf('SC_theory_users')]).to.deep.equal([40, 40]);
  });
});
