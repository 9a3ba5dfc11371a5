import {expect} from 'chai';
import type {RunReport} from '../../../src/domain/run-report.ts';
import {describeOnTestServers, GIVEN_ORACLE} from '../../support/given-oracle.ts';
import {type Installation, installations, jsonOf} from '../../support/installation.ts';
import {plannedRows} from '../../support/installed-rows.ts';
import {clearGroups, fillSources, oracleCounts, plannedOracleRows} from '../../support/oracle-data.ts';
import {type OracleServer, type OracleServers, startOracleServers} from '../../support/oracle-servers.ts';
import {SECRETS} from '../../support/secrets.ts';
import {SHARED_DATA, sharedCampaigns, sharedExpectation, sharedUsers} from '../../support/shared-data.ts';

/** Places where a run of 50,000 is struck, all in one run: each of them as often as it comes by. */
const PLACES = [
  {db: 'spss', match: 'SC_1_120', kind: 'fetch', after: 3},
  {db: 'dssb', match: 'LOCK TABLE', kind: 'execute', after: 4},
  {db: 'dssb', match: 'SELECT THEORY_ID, IIN FROM .*INSERT_DATETIME', kind: 'execute', after: 9},
  {db: 'dssb', match: 'INSERT INTO', kind: 'executeMany', after: 14},
  {db: 'dssb', match: '^COMMIT$', kind: 'commit', after: 17},
  {db: 'spss', match: 'INSERT INTO', kind: 'executeMany', after: 2},
  {db: 'spss', match: '^COMMIT$', kind: 'commit', after: 6},
  {db: 'spss', match: 'GROUP BY', kind: 'execute', after: 2},
] as const;
const FAULTS = {
  'a connection lost before': {action: 'drop'},
  'a connection lost after': {action: 'drop-after'},
  'a hang': {action: 'hang'},
  'ORA-00060': {action: 'error', code: 60},
  'ORA-01653 in the middle of a batch': {action: 'error', code: 1653, row: 300},
  'ORA-00054': {action: 'error', code: 54},
  'ORA-01017': {action: 'error', code: 1017},
  'ORA-12541': {action: 'error', code: 12541},
  'ORA-28001': {action: 'error', code: 28001},
  'ORA-03113': {action: 'error', code: 3113},
  'ORA-03135': {action: 'error', code: 3135},
} as const;

describe('the shared input files through Oracle', function () {
  this.timeout(120_000);
  const install = installations();
  const expected = sharedExpectation();
  let servers: OracleServers;
  let at: Installation;
  let golden: Record<string, string>;

  before(async () => {
    servers = startOracleServers();
    await fillSources(servers, sharedCampaigns(), sharedUsers());
    const sqlite = install(SECRETS);
    for (const table of ['campaigns', 'users']) await sqlite.run(['import', table, `${SHARED_DATA}${table}.csv`]);
    expect((await sqlite.run('run')).code).to.equal(0);
    golden = plannedRows(sqlite);
  });
  after(() => servers?.stop());
  beforeEach(async () => {
    await clearGroups(servers);
    if (!GIVEN_ORACLE) for (const {control} of [servers.dssb, servers.spss]) await control('DELETE', '/log');
    const patience = GIVEN_ORACLE ? {} : {ORACLE_CALL_TIMEOUT: '2s', LOCK_WAIT: '3s'};
    at = install({...SECRETS, ...servers.environment, ...patience});
  });

  it('become rows of exactly the expected counts, the same as on SQLite', async () => {
    const answer = await at.run('run --json');
    expect(answer.code, answer.err).to.equal(0);
    const report = jsonOf<RunReport>(answer);
    const {count_day_5_rows: found, blank, duplicates: repeated, enrolled, users: distributed} = expected;
    expect(report.users).to.deep.equal({
      found,
      blank,
      malformed: 0,
      repeated,
      enrolled,
      enrolled_without_row: 0,
      distributed,
    });
    const groups = Object.entries(expected.campaigns).flatMap(([id, {groups: sizes}]) =>
      Object.values(sizes).map((size, i) => [`${id}.${i + 1}`, [size, size]] as const),
    );
    const control = await oracleCounts(servers, 'SC_local_control');
    const target = await oracleCounts(servers, 'SC_local_target');
    expect(control).to.deep.equal(Object.fromEntries(groups.filter(([id]) => id.endsWith('.1'))));
    expect(target).to.deep.equal(Object.fromEntries(groups.filter(([id]) => !id.endsWith('.1'))));
    expect(await oracleCounts(servers, 'SC_theory_users')).to.deep.equal(target);
    expect(await plannedOracleRows(servers)).to.deep.equal(golden);
    const again = await at.run('run --json');
    expect([again.code, jsonOf<RunReport>(again).reason]).to.deep.equal([6, 'all_users_enrolled']);
    expect(await plannedOracleRows(servers)).to.deep.equal(golden);
  });

  describeOnTestServers('the shared input files: round trips, statements, faults', () => {
    it('take no more round trips than a DBA was promised', async () => {
      const before = await roundTrips();
      expect((await at.run('run')).code).to.equal(0);
      const {dssb, spss} = await roundTrips();
      const used = dssb + spss - before.dssb - before.spss;
      const campaigns = Object.keys(expected.campaigns).length;
      const rows = expected.control_rows + expected.target_rows + expected.spss_rows;
      expect(used).to.be.at.most(9 * campaigns + Math.ceil(rows / 10_000) + 40);
      const reading = await calls(servers.spss, 'SC_1_120');
      expect(reading).to.be.at.most(10);
    });

    it('send the statements that --dry-run --sql printed, as often as it said', async () => {
      type Planned = {database: 'dssb_app' | 'spss'; sql: string; times: number};
      const preview = jsonOf<{statements: Planned[]}>(await at.run('run --dry-run --sql --json'));
      for (const {control} of [servers.dssb, servers.spss]) await control('DELETE', '/log');
      expect((await at.run('run')).code).to.equal(0);
      const log = {dssb_app: await statementsOf(servers.dssb), spss: await statementsOf(servers.spss)};
      const sent = ({database, sql}: Planned) => log[database].filter((text) => text === sql).length;
      expect(preview.statements.map((it) => [it.sql, sent(it)])).to.deep.equal(
        preview.statements.map(({sql, times}) => [sql, times]),
      );
      const all = preview.statements.reduce((sum, {times}) => sum + times, 0);
      expect(log.dssb_app.length + log.spss.length).to.equal(all);
    });

    for (const [name, fault] of Object.entries(FAULTS)) {
      it(`survive ${name} at ${PLACES.length} places of one run`, async () => {
        for (const {db, ...place} of PLACES) await servers[db].control('POST', '/fault', {...place, ...fault});
        let answer = await at.run('run --json');
        for (let again = 0; answer.code !== 0 && again < PLACES.length; again++) answer = await at.run('run --json');
        const fired = [];
        for (const {control} of [servers.dssb, servers.spss]) {
          fired.push(...(await control<{fired: number}[]>('GET', '/fault')).map((rule) => rule.fired));
        }
        expect(fired).to.deep.equal(PLACES.map(() => 1));
        expect(answer.code, answer.err).to.equal(0);
        const ordinal = jsonOf<RunReport>(answer).run_id.split('.')[1];
        if (!ordinal) expect(await plannedOracleRows(servers)).to.deep.equal(golden);
        else expect(await sizes()).to.deep.equal(sizesOf(golden));
        expect(await twice()).to.equal(0);
      });
    }
  });

  async function roundTrips() {
    const of = async ({control}: OracleServer) => (await control<{roundTrips: number}>('GET', '/stats')).roundTrips;
    return {dssb: await of(servers.dssb), spss: await of(servers.spss)};
  }

  /** The statements that were executed, session settings left out. */
  async function statementsOf({control}: OracleServer): Promise<string[]> {
    const log = await control<{kind: string; sql?: string}[]>('GET', '/log?last=10000');
    return log
      .filter(({kind, sql}) => kind.startsWith('execute') && !sql!.startsWith('ALTER SESSION'))
      .map(({sql}) => sql!);
  }

  /** How many calls for this text the server's log has. */
  async function calls({control}: OracleServer, text: string): Promise<number> {
    const log = await control<{sql?: string}[]>('GET', '/log?last=10000');
    return log.filter(({sql}) => sql?.includes(text)).length;
  }

  const sizesOf = (digests: Record<string, string>) => Object.values(digests).map((digest) => digest.split(',')[0]);
  const sizes = async () => sizesOf(await plannedOracleRows(servers));

  /** How many people have more than one row in DSSB. */
  async function twice(): Promise<number> {
    const [row] = await servers.dssb.sql<{N: number}>(
      `SELECT COUNT(*) AS N FROM (SELECT IIN FROM (SELECT IIN FROM DSSB_APP.SC_local_control
        UNION ALL SELECT IIN FROM DSSB_APP.SC_local_target) GROUP BY IIN HAVING COUNT(*) > 1)`,
    );
    return Number(row!.N);
  }
});
