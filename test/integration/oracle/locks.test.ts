import {setTimeout as delay} from 'node:timers/promises';
import {expect} from 'chai';
import {oracleCatalogue} from '../../../src/adapters/oracle/catalogue.ts';
import {oracleGroupTables} from '../../../src/adapters/oracle/group-tables.ts';
import {oracleDatabase} from '../../../src/adapters/oracle/oracle-database.ts';
import type {Failure} from '../../../src/application/failure.ts';
import {describeOnTestServers} from '../../support/given-oracle.ts';
import {clearGroups, fillSources} from '../../support/oracle-data.ts';
import {type OracleServers, startOracleServers} from '../../support/oracle-servers.ts';
import {onServer} from '../../support/oracle-session.ts';
import {oracleProcess, statements} from '../../support/oracle-world.ts';
import {makeWorld, syntheticUsers, theories} from '../../support/world.ts';

const TABLE = 'DSSB_APP.SC_local_control';
const INSERT = `INSERT INTO ${TABLE} (IIN, THEORY_ID) VALUES ('1', 'ELSEWHERE')`;

describeOnTestServers('Oracle: a table that another session holds', function () {
  this.timeout(60_000);
  let servers: OracleServers;
  before(async () => {
    servers = startOracleServers('--sysdate', '2024-01-15T09:00:00');
    await fillSources(servers, theories(1), syntheticUsers(10));
  });
  after(() => servers?.stop());
  beforeEach(async () => {
    await clearGroups(servers);
    for (const path of ['/log', '/stats']) await servers.dssb.control('DELETE', path);
  });

  /** Waits for the table as a run does. */
  async function lock(lockWaitMs: number, told: string[] = []): Promise<Failure | 'locked'> {
    const db = oracleDatabase({access: servers.dssb.access, database: 'dssb_app', callTimeoutMs: 20_000});
    const columns = oracleCatalogue(db, statements, 'dssb_app');
    const tables = oracleGroupTables(db, {
      statements,
      columns,
      batchRows: 10,
      lockWaitMs,
      onWait: (it) => told.push(it),
    });
    const result = await tables
      .lock('SC_local_control', async () => 'locked' as const)
      .catch((error: Failure) => error);
    await db.close();
    return result;
  }

  /** What is done while a transaction of the bank's is open for so long. */
  const whileHeld = <Result>(ms: number, work: () => Promise<Result>) =>
    onServer(servers.dssb, async (connection) => {
      await connection.execute(INSERT);
      const doing = work();
      await delay(ms);
      await connection.commit();
      return doing;
    });

  async function requests(): Promise<string[]> {
    const log = await servers.dssb.control<{sql?: string}[]>('GET', '/log?last=10000');
    return log.flatMap(({sql}) => /^LOCK TABLE .* MODE (.*)$/.exec(sql ?? '')?.[1] ?? []);
  }

  it('holds up its other writers for a third of the time at most, and is had as soon as it is free', async () => {
    let [inserts, waited, isOver] = [0, 0, false];
    const bank = onServer(servers.dssb, async (connection) => {
      for (; !isOver; inserts++) {
        const began = performance.now();
        await connection.execute(INSERT, [], {autoCommit: true});
        waited += performance.now() - began;
        await delay(100);
      }
    });
    const began = performance.now();
    const told: string[] = [];
    // It ends in a pause, 3 s before the next request that waits.
    expect(await whileHeld(17_000, () => lock(60_000, told))).to.equal('locked');
    const took = performance.now() - began;
    isOver = true;
    await bank;
    const {tables} = await servers.dssb.control<{tables: Record<string, {longestWaitMsByMode: {RX: number}}>}>(
      'GET',
      '/stats',
    );
    const longest = tables[TABLE.toUpperCase()]!.longestWaitMsByMode.RX;
    expect(waited / took, `${inserts} inserts`).to.be.lessThan(1 / 3);
    expect(longest / took).to.be.within(1 / took, 2.5 / 17);
    const asked = await requests();
    expect(asked.filter((wait) => wait !== 'NOWAIT')).to.deep.equal(['WAIT 2', 'WAIT 2']);
    expect(asked.at(-1)).to.equal('NOWAIT');
    expect(told).to.deep.equal([`${TABLE} is locked by another session; waiting for it`]);
  });

  it('is waited for LOCK_WAIT in all, once for a run, whatever may be tried again', async () => {
    const {deps, close} = oracleProcess(servers, makeWorld(), {lockWaitMs: 3_000});
    const world = makeWorld();
    const [report] = await whileHeld(6_000, () => world.run(deps));
    await close();
    expect(report).to.deep.include({status: 'failed', stage: 'inserting_users'});
    expect(report!.error!.kind).to.equal('unreachable');
    expect(report!.error!.message).to.equal(
      `dssb_app, ${TABLE}: ORA-00054, another session holds the table; waited for 3 s`,
    );
    const asked = await requests();
    expect(asked[0]).to.equal('WAIT 2');
    expect(asked.filter((wait) => wait !== 'NOWAIT')).to.have.length(1);
  });

  it('is asked for once with LOCK_WAIT=0', async () => {
    const failure = await whileHeld(500, () => lock(0));
    expect(failure).to.include({kind: 'unreachable', retryable: false});
    expect(await requests()).to.deep.equal(['NOWAIT']);
  });

  it('is told with the session that holds it, where V$ may be read', async () => {
    for (const sql of [
      'CREATE TABLE DSSB_APP.V$LOCKED_OBJECT (OBJECT_ID NUMBER, SESSION_ID NUMBER, LOCKED_MODE NUMBER)',
      'CREATE TABLE DSSB_APP.V$SESSION (SID NUMBER, SERIAL# NUMBER, USERNAME VARCHAR2(128), PROGRAM VARCHAR2(84))',
      'CREATE TABLE DSSB_APP.ALL_OBJECTS (OBJECT_ID NUMBER, OWNER VARCHAR2(128), OBJECT_NAME VARCHAR2(128))',
      "INSERT INTO DSSB_APP.ALL_OBJECTS VALUES (7, 'DSSB_APP', 'SC_LOCAL_CONTROL')",
      "INSERT INTO DSSB_APP.V$SESSION VALUES (123, 4567, 'BANK_ETL', 'SQL Developer')",
      'INSERT INTO DSSB_APP.V$LOCKED_OBJECT VALUES (7, 123, 3)',
    ])
      await servers.dssb.sql(sql);
    const told: string[] = [];
    const failure = await whileHeld(4_000, () => lock(3_000, told));
    const who = 'session 123,4567 (BANK_ETL, SQL Developer)';
    expect((failure as Failure).message).to.equal(
      `dssb_app, ${TABLE}: ORA-00054, ${who} holds the table; waited for 3 s`,
    );
    expect((failure as Failure).advice).to.match(/^have it commit/);
    expect(told).to.deep.equal([`${TABLE} is locked by ${who}; waiting for it`]);
  });
});
