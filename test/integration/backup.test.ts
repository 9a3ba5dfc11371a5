import {expect} from 'chai';
import {backUpWithin} from '../support/backup-within.ts';
import {describeOnTestServers} from '../support/given-oracle.ts';
import {installations} from '../support/installation.ts';
import {clearGroups, fillSources, plannedOracleRows} from '../support/oracle-data.ts';
import {type OracleServers, startOracleServers} from '../support/oracle-servers.ts';
import {SECRETS} from '../support/secrets.ts';
import {stateStores} from '../support/state-stores.ts';
import {syntheticUsers, theories} from '../support/world.ts';

const SETTINGS = {...SECRETS, ...{BATCH_ROWS: '100', LEASE: '1s', LOG_LEVEL: 'debug'}};

describeOnTestServers('a backup taken during a run on Oracle', function () {
  this.timeout(240_000);
  const install = installations();
  const {settingsOf} = stateStores();
  let servers: OracleServers;
  let golden: Record<string, string>;
  before(async () => {
    servers = startOracleServers('--sysdate', '2024-01-15T09:00:00', '--latency-ms', '0.5');
    await fillSources(servers, theories(4), syntheticUsers(3_000));
    const {code, err} = await install({...SETTINGS, ...servers.environment}).run('run');
    expect(code, err).to.equal(0);
    golden = await plannedOracleRows(servers);
  });
  after(() => servers?.stop());
  beforeEach(() => clearGroups(servers));

  for (const [from, to] of [
    ['mongodb', 'mongodb'],
    ['sqlite', 'mongodb'],
  ] as const) {
    it(`with its state in ${from}, restored into another ${to}, finishes the run exactly once`, async () => {
      const {backup, made} = await backUpWithin(async () => {
        await clearGroups(servers);
        return install({...SETTINGS, ...servers.environment, ...(await settingsOf(from))});
      });
      expect(made.code, made.err).to.equal(0);
      const other = install({...SETTINGS, ...servers.environment, ...(await settingsOf(to))});
      const restored = await other.run(['state', 'restore', backup]);
      expect(restored.code, restored.err).to.equal(0);
      const owed = await other.run('resume --explain --json');
      expect((JSON.parse(owed.out) as {plan_digest: string}).plan_digest).to.be.a('string');
      const resumed = await other.run('resume');
      expect(resumed.code, resumed.err).to.equal(0);
      expect(await plannedOracleRows(servers)).to.deep.equal(golden);
      for (const words of ['verify', 'verify --chain']) {
        const proved = await other.run(words);
        expect(proved.code, proved.out).to.equal(0);
      }
    });
  }

  it('in MongoDB is refused by SQLite, with what to do', async () => {
    const at = install({...SETTINGS, ...servers.environment, ...(await settingsOf('mongodb'))});
    const backup = at.inFolder('state.backup');
    expect((await at.run('run')).code).to.equal(0);
    expect((await at.run(['state', 'backup', backup])).code).to.equal(0);
    const {code, err} = await install({...SETTINGS, ...servers.environment}).run(['state', 'restore', backup]);
    expect([code, err]).to.deep.equal([2, err]);
    expect(err).to.match(/cannot be restored into SQLite\n→ .*MONGODB_URI/);
  });
});
