import {expect} from 'chai';
import {describeOnTestServers} from '../../support/given-oracle.ts';
import {installations, jsonOf} from '../../support/installation.ts';
import {clearGroups, fillSources} from '../../support/oracle-data.ts';
import {type OracleServers, startOracleServers} from '../../support/oracle-servers.ts';
import {oracleProcess} from '../../support/oracle-world.ts';
import {SECRETS} from '../../support/secrets.ts';
import {makeWorld, syntheticUsers, theories} from '../../support/world.ts';

/** How the server lets a login end, and what a run says of it. */
const LOGINS = {
  'a logon trigger': [{outcome: 'logon-trigger'}, 'refused', 'ORA-04088, a logon trigger refuses the session'],
  'a logon trigger, told as recursive SQL': [
    ...[{outcome: 'logon-trigger', code: 604}, 'refused', 'ORA-00604, a logon trigger refuses the session'],
  ],
  'a wrong password': [{outcome: 'refused'}, 'refused', 'ORA-01017, the login is refused'],
  'a locked account': [{outcome: 'refused', code: 28000}, 'refused', 'ORA-28000, the login is refused'],
  'no CREATE SESSION': [
    {outcome: 'refused', code: 1045},
    'refused',
    'ORA-01045, a table, a column or a grant is missing',
  ],
  'a profile limit': [
    ...[{outcome: 'refused', code: 2391}, 'unreachable', 'ORA-02391, the database has no session or memory to spare'],
  ],
  'a connection closed on the password': [
    ...[{outcome: 'closed-in-authentication'}, 'unreachable', 'NJS-500, the connection was closed during the login'],
  ],
  'a connection closed at once': [
    ...[{outcome: 'closed-after-accept'}, 'unreachable', 'NJS-500, the connection was closed during the login'],
  ],
  'native encryption demanded': [
    ...[{outcome: 'encryption-required'}, 'refused'],
    'ORA-12660, the database demands native network encryption, which this driver does not speak',
  ],
} as const;

describeOnTestServers('Oracle: a login that meets', function () {
  this.timeout(60_000);
  const install = installations();
  let servers: OracleServers;
  before(async () => {
    servers = startOracleServers('--sysdate', '2024-01-15T09:00:00');
    await fillSources(servers, theories(1), syntheticUsers(10));
  });
  after(() => servers?.stop());
  beforeEach(() => clearGroups(servers));
  afterEach(() => servers.dssb.control('DELETE', '/login'));

  for (const [name, [login, kind, says]] of Object.entries(LOGINS)) {
    it(`${name} ends the run, which then is finished once it is over`, async () => {
      const user = servers.dssb.access.user;
      await servers.dssb.control('POST', '/login', {user, ...login});
      const world = makeWorld();
      const {deps, close} = oracleProcess(servers, world);
      const failed = (await world.run(deps)).at(-1)!;
      await close();
      expect(failed.error).to.include({kind, database: 'dssb_app'});
      expect(failed.error!.message).to.equal(`dssb_app, ALL_TAB_COLUMNS: ${says}`);
      await servers.dssb.control('DELETE', '/login');
      const next = oracleProcess(servers, world);
      expect((await world.run(next.deps)).at(-1)!.status).to.equal('completed');
      await next.close();
    });
  }

  for (const [db, database] of [
    ['dssb', 'dssb_app'],
    ['spss', 'spss'],
  ] as const) {
    it(`a password of ${database} that expires soon completes the run, with a warning in its report`, async () => {
      const {access, control} = servers[db];
      await control('POST', '/login', {user: access.user, outcome: 'expiring', days: 5});
      const world = makeWorld();
      const {deps, close} = oracleProcess(servers, world);
      const report = (await world.run(deps)).at(-1)!;
      await close();
      await control('DELETE', '/login');
      expect(report.status).to.equal('completed');
      expect(report.warnings).to.deep.equal([{kind: 'password_expires', database, days: 5}]);
    });
  }

  const portOf = (server: 'dssb' | 'spss') => (servers[server].access as {port: number}).port;
  const descriptor = (server: 'dssb' | 'spss') => `(DESCRIPTION =
    (ADDRESS = (PROTOCOL = TCP)(HOST = 127.0.0.1)(PORT = ${portOf(server)}))
    (CONNECT_DATA = (SERVICE_NAME = ${server.toUpperCase()}))
  )`;

  /** Settings with these in place of hosts and SIDs. */
  function connectedBy(strings: Readonly<Record<string, string>>) {
    const login = Object.entries(servers.environment).filter(([name]) => /(USER|PASSWORD)$/.test(name));
    return install({...SECRETS, ...Object.fromEntries(login), ...strings});
  }

  const expectPlanned = async (at: ReturnType<typeof install>) => {
    const answer = await at.run('preview --json');
    expect(answer.code, answer.err).to.equal(0);
    expect(jsonOf<{status: string}>(answer).status).to.equal('planned');
  };

  it('a descriptor laid out over lines', () =>
    expectPlanned(
      connectedBy({ORACLE_CONNECT_STRING: descriptor('dssb'), SPSS_ORACLE_CONNECT_STRING: descriptor('spss')}),
    ));

  it('names of a tnsnames.ora in TNS_ADMIN, and says what is missing without it', async () => {
    const at = connectedBy({ORACLE_CONNECT_STRING: 'BANK_DSSB', SPSS_ORACLE_CONNECT_STRING: 'BANK_SPSS'});
    const lost = await at.run('preview');
    expect([lost.code, lost.err]).to.satisfy(([code]: [number, string]) => code === 4, lost.err);
    expect(lost.err).to.match(/a name of the tnsnames\.ora in the folder TNS_ADMIN/);
    at.write('tnsnames.ora', `BANK_DSSB = ${descriptor('dssb')}\nBANK_SPSS = ${descriptor('spss')}\n`);
    await expectPlanned(at.copy({TNS_ADMIN: at.inFolder('.')}));
  });

  it('no Oracle Client in ORACLE_CLIENT_DIR, and ends with the configuration’s exit code', async () => {
    for (const command of ['run', 'preview']) {
      const at = install({...SECRETS, ...servers.environment, ORACLE_CLIENT_DIR: '.'});
      const {code, err} = await at.run(command);
      expect(code, err).to.equal(3);
      expect(err).to.match(/ORACLE_CLIENT_DIR: no Oracle Client can be loaded from \. \(DPI-1047\)/);
      expect(err).to.match(/Oracle Instant Client/);
    }
  });
});
