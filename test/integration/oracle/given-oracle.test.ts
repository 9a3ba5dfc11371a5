import {spawn} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {expect} from 'chai';
import {describeOnTestServers} from '../../support/given-oracle.ts';
import {answerOf} from '../../support/installation.ts';
import {type OracleServers, startOracleServers} from '../../support/oracle-servers.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const CONSENT = 'DSSB_APP.SOFTCOLLECTION_TESTS_MAY_ERASE';

describeOnTestServers('the tests on an Oracle of the environment', function () {
  this.timeout(60_000);
  let servers: OracleServers;
  before(async () => {
    servers = startOracleServers();
    await servers.dssb.sql("INSERT INTO DSSB_APP.SC_local_target (IIN, THEORY_ID) VALUES ('1', 'SC00000001.2')");
  });
  after(() => servers?.stop());

  /** The contract suite and one that needs faults, in a process of their own, without this one's environment. */
  async function tests(environment: Readonly<Record<string, string>>) {
    const files = ['group-tables', 'faults'].map((name) => `test/integration/oracle/${name}.test.ts`);
    const mocha = ['node_modules/mocha/bin/mocha.js', '--no-config', '--node-option', 'import=tsx', ...files];
    const env = {PATH: process.env.PATH ?? '', ...environment};
    return answerOf(spawn(process.execPath, mocha, {cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe']}));
  }

  const rows = async () => (await servers.dssb.sql('SELECT IIN FROM DSSB_APP.SC_local_target')).length;

  it('touch nothing without the word', async () => {
    const {code, err} = await tests({...servers.environment, TEST_ORACLE: 'yes'});
    expect(code).to.not.equal(0);
    expect(err).to.include('TEST_ORACLE: expected nothing, or the word erase');
    expect(await rows()).to.equal(1);
  });

  it('touch nothing where the database does not say that they may', async () => {
    const {code, out} = await tests({...servers.environment, TEST_ORACLE: 'erase'});
    expect(code).to.not.equal(0);
    expect(out).to.include(`if they may: CREATE TABLE ${CONSENT} (X NUMBER)`);
    expect(await rows()).to.equal(1);
  });

  it('name every variable that is missing', async () => {
    const {code, out} = await tests({TEST_ORACLE: 'erase', ORACLE_HOST: 'nowhere'});
    expect(code).to.not.equal(0);
    for (const name of ['ORACLE_USER', 'ORACLE_SID', 'SPSS_ORACLE_HOST']) expect(out).to.include(name);
  });

  it('run where it does, and say what they leave out', async () => {
    await servers.dssb.sql(`CREATE TABLE ${CONSENT} (X NUMBER)`);
    const {code, out} = await tests({...servers.environment, TEST_ORACLE: 'erase'});
    expect(code, out).to.equal(0);
    expect(out).to.include('not on a given Oracle: Oracle: a run through\n');
    expect(out).to.match(/12 passing/);
  });
});
