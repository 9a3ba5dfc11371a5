import {expect} from 'chai';
import type {Failure} from '../../../src/application/failure.ts';
import {ordinalOf} from '../../../src/domain/ids.ts';
import {describeOnTestServers} from '../../support/given-oracle.ts';
import {clearGroups, fillSources, plannedOracleRows} from '../../support/oracle-data.ts';
import {type OracleServer, type OracleServers, startOracleServers} from '../../support/oracle-servers.ts';
import {oracleProcess} from '../../support/oracle-world.ts';
import {makeWorld, syntheticUsers, theories} from '../../support/world.ts';

const USERS = syntheticUsers(47);
const CAMPAIGNS = theories(3);
const LIMITS = {callTimeoutMs: 1_000, batchRows: 5, lockWaitMs: 3_000};

/** What the server does to a call. */
const FAULTS = {
  'connection lost before': {action: 'drop'},
  'connection lost after': {action: 'drop-after'},
  hang: {action: 'hang'},
  'ORA-00060': {action: 'error', code: 60},
  'ORA-00054': {action: 'error', code: 54},
  'ORA-01653': {action: 'error', code: 1653},
  'ORA-03113': {action: 'error', code: 3113},
  'ORA-03135': {action: 'error', code: 3135},
  'ORA-00600': {action: 'error', code: 600},
} as const;

/** Where it does so: the n-th call that matches. */
const PLACES = {
  'the active campaigns': {db: 'dssb', match: 'SoftCollection_theories', kind: 'execute', after: 1},
  'the users': {db: 'spss', match: 'SC_1_120', kind: 'execute', after: 1},
  'the counts of the enrolled': {db: 'dssb', match: 'COUNT\\(\\*\\) FROM', kind: 'execute', after: 2},
  'the baseline': {db: 'spss', match: 'COUNT\\(DISTINCT', kind: 'execute', after: 1},
  'the first lock': {db: 'dssb', match: 'LOCK TABLE', kind: 'execute', after: 1},
  'a later lock': {db: 'dssb', match: 'LOCK TABLE', kind: 'execute', after: 5},
  'who stands there': {db: 'dssb', match: 'SELECT THEORY_ID, IIN FROM .*INSERT_DATETIME', kind: 'execute', after: 4},
  'an insert in DSSB': {db: 'dssb', match: 'INSERT INTO', kind: 'executeMany', after: 2},
  'a commit in DSSB': {db: 'dssb', match: '^COMMIT$', kind: 'commit', after: 3},
  'an insert in SPSS': {db: 'spss', match: 'INSERT INTO', kind: 'executeMany', after: 1},
  'a commit in SPSS': {db: 'spss', match: '^COMMIT$', kind: 'commit', after: 2},
  'the end check': {db: 'spss', match: 'COUNT\\(DISTINCT', kind: 'execute', after: 2},
} as const;

/** What fails a login, before and while a run lasts. */
const LOGINS = {'ORA-01017': 1017, 'ORA-12541': 12541, 'ORA-28001': 28001, 'ORA-28000': 28000, 'ORA-12514': 12514};

describeOnTestServers('Oracle: a run through', function () {
  this.timeout(60_000);
  let servers: OracleServers;
  /** The rows that the day's first run makes, and those of its second, if the first ended before its plan. */
  const golden: Record<string, string>[] = [];
  before(async () => {
    servers = startOracleServers('--sysdate', '2024-01-15T09:00:00');
    await fillSources(servers, CAMPAIGNS, USERS);
    for (const faults of [[], [{server: servers.spss, rule: {...PLACES['the users'], ...FAULTS['ORA-01653']}}]]) {
      await clearGroups(servers);
      expect((await run({faults})).last).to.equal('completed');
      golden.push(await plannedOracleRows(servers));
    }
    expect(Object.values(golden[0]!).map((digest) => digest.split(',')[0])).to.deep.equal([
      '9 rows',
      '38 rows',
      '38 rows',
    ]);
  });
  after(() => servers?.stop());
  beforeEach(() => clearGroups(servers));

  type Fault = {server: OracleServer; rule: object};

  /** One run into faults, then, when it is owed or failed, as many as it takes without them. */
  async function run({faults = []}: {faults?: readonly Fault[]}) {
    const world = makeWorld();
    for (const {server, rule} of faults) await server.control('POST', '/fault', rule);
    const process = oracleProcess(servers, world, LIMITS);
    const first = (await world.run(process.deps)).at(-1)!;
    for (const {server} of faults) {
      const [rule] = await server.control<{fired: number}[]>('GET', '/fault');
      expect(rule!.fired, 'the fault befell nobody').to.be.greaterThan(0);
      await server.control('DELETE', '/fault');
    }
    const stopped = first.status !== 'completed';
    await process.close();
    // Each attempt has connections of its own, as each run of the service has.
    const next = oracleProcess(servers, world, LIMITS);
    const last = stopped ? (await world.run(next.deps)).at(-1)! : first;
    await next.close();
    return {first, last: last.status, ordinal: ordinalOf(last.run_id)};
  }

  for (const [place, {db, ...where}] of Object.entries(PLACES)) {
    for (const [name, fault] of Object.entries(FAULTS)) {
      it(`${name} at ${place}`, async () => {
        const once = await run({faults: [{server: servers[db], rule: {...where, ...fault}}]});
        expect(once.last).to.equal('completed');
        expect(await plannedOracleRows(servers)).to.deep.equal(golden[once.ordinal - 1]);
        if (once.first.error) expect(once.first.error.message).to.match(/ORA-\d{5}|NJS-\d{3}/);
      });
    }
  }

  it('does not try a login again that was refused a moment ago, however often it is asked', async () => {
    const rule = {kind: 'connect', match: 'CONNECT', action: 'error', code: 1017, times: -1};
    await servers.dssb.control('POST', '/fault', rule);
    const {deps, close} = oracleProcess(servers, makeWorld(), LIMITS);
    for (let i = 0; i < 5; i++) {
      const error = await deps.tables!.dssb_app.sysdate().catch((reason: Failure) => reason);
      expect(error).to.include({kind: 'refused'});
    }
    await close();
    const [{fired}] = (await servers.dssb.control<{fired: number}[]>('GET', '/fault')) as [{fired: number}];
    expect(fired).to.equal(1);
  });

  for (const [name, code] of Object.entries(LOGINS)) {
    for (const db of ['dssb', 'spss'] as const) {
      it(`${name} at each login to ${db}`, async () => {
        const rule = {kind: 'connect', match: 'CONNECT', action: 'error', code, times: -1};
        const {first, last, ordinal} = await run({faults: [{server: servers[db], rule}]});
        expect([first.status, last]).to.deep.equal(['failed', 'completed']);
        expect(first.error!.message).to.include(name);
        expect(await plannedOracleRows(servers)).to.deep.equal(golden[ordinal - 1]);
      });
    }
  }
});
