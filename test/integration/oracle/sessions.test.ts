import {setTimeout as delay} from 'node:timers/promises';
import {expect} from 'chai';
import {oracleCatalogue} from '../../../src/adapters/oracle/catalogue.ts';
import {oracleGroupTables} from '../../../src/adapters/oracle/group-tables.ts';
import {oracleDatabase} from '../../../src/adapters/oracle/oracle-database.ts';
import type {Failure} from '../../../src/application/failure.ts';
import {describeOnTestServers} from '../../support/given-oracle.ts';
import {type OracleServers, startOracleServers} from '../../support/oracle-servers.ts';
import {statements} from '../../support/oracle-world.ts';

/** When the database is closed: sooner or later after its first session was asked for. */
const MOMENTS_MS = [0, 1, 2, 5, 10, 15, 20, 30, 50];

describeOnTestServers('Sessions of an Oracle database', function () {
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
    it(`end their work before the database is closed, ${moment} ms after it began`, async () => {
      await servers.dssb.control('POST', '/fault', {match: 'DUAL', kind: 'execute', action: 'delay', ms: 40});
      const db = open();
      const asked = ask(db);
      await delay(moment);
      await db.close();
      expect(await asked).to.deep.equal([['here']]);
    });
  }

  it('are not lent any more once it is being closed, which may be said twice', async () => {
    const db = open();
    await ask(db);
    const closed = [db.close(), db.close()];
    const refusal = await ask(db).catch((error: Failure) => error);
    expect(refusal).to.include({kind: 'unreachable'});
    await Promise.all(closed);
  });

  it('are rolled back before they are lent again, when what they were lent for fails', async () => {
    const db = open();
    const columns = oracleCatalogue(db, statements, 'dssb_app');
    const options = {statements, columns, batchRows: 10, lockWaitMs: 1_000, onWait: () => {}};
    const failing = oracleGroupTables(db, options).lock('SC_local_target', async () => {
      throw new Error('on purpose');
    });
    expect(await failing.catch((error: Error) => error.message)).to.equal('on purpose');
    const log = await servers.dssb.control<{kind: string; sql?: string}[]>('GET', '/log?last=2');
    expect(log.map(({kind}) => kind)).to.deep.equal(['execute', 'rollback']);
    expect(log[0]!.sql).to.match(/^LOCK TABLE /);
    expect(await ask(db)).to.deep.equal([['here']]);
    expect(await servers.dssb.control('GET', '/locks')).to.deep.equal([]);
    await db.close();
  });

  it('do not hold up its end when a statement hangs', async () => {
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
