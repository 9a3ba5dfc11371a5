import {setTimeout as delay} from 'node:timers/promises';
import {expect} from 'chai';
import {oracleDatabase} from '../../../src/adapters/oracle/oracle-database.ts';
import {describeOnTestServers} from '../../support/given-oracle.ts';
import {type OracleServers, startOracleServers} from '../../support/oracle-servers.ts';

/** When an Oracle database is closed: sooner or later after its first session was asked for. */
const MOMENTS_MS = [0, 1, 2, 5, 10, 15, 20, 30, 50];

describeOnTestServers('Closing an Oracle database', function () {
  this.timeout(60_000);
  let servers: OracleServers;
  before(() => {
    servers = startOracleServers('--latency-ms', '3');
  });
  after(() => servers?.stop());
  beforeEach(() => servers.dssb.control('DELETE', '/fault'));

  const open = () => oracleDatabase({access: servers.dssb.access, database: 'dssb_app', callTimeoutMs: 20_000});
  const ask = (db: ReturnType<typeof open>) =>
    db.use({action: 'test', what: 'DUAL'}, (session) => session.rows<[string]>("SELECT 'here' FROM DUAL"));

  for (const moment of MOMENTS_MS) {
    it(`lets what is at work end first, ${moment} ms after it began`, async () => {
      await servers.dssb.control('POST', '/fault', {match: 'DUAL', kind: 'execute', action: 'delay', ms: 40});
      const db = open();
      const asked = ask(db);
      await delay(moment);
      await db.close();
      expect(await asked).to.deep.equal([['here']]);
    });
  }

  it('ends although a statement does not', async () => {
    await servers.dssb.control('POST', '/fault', {match: 'DUAL', kind: 'execute', action: 'hang'});
    const db = open();
    const asked = ask(db).catch((error: Error) => error.message);
    await delay(100);
    await db.close();
    await servers.dssb.control('POST', '/down');
    await servers.dssb.control('POST', '/up');
    expect(await asked).to.match(/^dssb_app, DUAL: /);
  });
});
