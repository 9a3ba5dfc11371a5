import {setTimeout as delay} from 'node:timers/promises';
import {expect} from 'chai';
import {describeOnTestServers} from '../../support/given-oracle.ts';
import {type Answer, answerOf, type Installation, installations} from '../../support/installation.ts';
import {keystream, seedNumber} from '../../support/keystream.ts';
import {clearGroups, fillSources, plannedOracleRows} from '../../support/oracle-data.ts';
import {type OracleServers, startOracleServers} from '../../support/oracle-servers.ts';
import {SECRETS} from '../../support/secrets.ts';
import {syntheticUsers, theories} from '../../support/world.ts';

const SEED = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);
const MOMENTS = 12;
/** Every other seed by strata, of a column that only the roster keeps. */
const DEALT = SEED % 2 === 1 ? {ALLOCATION: 'stratified', STRATIFY_BY: 'sex,REGION'} : {};
const SETTINGS = {
  ...SECRETS,
  ...{BATCH_ROWS: '100', LEASE: '1s', LOG_LEVEL: 'debug', ...DEALT},
};

describeOnTestServers(`a run on Oracle (KILL_SEED=${SEED})`, function () {
  this.timeout(MOMENTS * 20_000);
  const install = installations();
  let servers: OracleServers;
  let golden: Record<string, string>;
  let lines: number;
  before(async () => {
    servers = startOracleServers('--sysdate', '2024-01-15T09:00:00', '--latency-ms', '0.5');
    await fillSources(servers, theories(4), syntheticUsers(3_000));
    const {code, err} = await installed().run('run');
    expect(code, err).to.equal(0);
    golden = await plannedOracleRows(servers);
    lines = err.trim().split('\n').length;
  });
  after(() => servers?.stop());
  beforeEach(() => clearGroups(servers));

  const installed = () => install({...SETTINGS, ...servers.environment});

  it(`that is killed at any of ${MOMENTS} moments is finished to the same rows`, async () => {
    const next = keystream(seedNumber(SEED));
    for (let i = 0; i < MOMENTS; i++) {
      await clearGroups(servers);
      const at = installed();
      const moment = 2 + (next() % (lines - 2));
      await stopAt(at, moment, 'SIGKILL');
      const {code, err} = await untilFree(at);
      expect(code, `moment ${moment} of seed ${SEED}: ${err}`).to.be.oneOf([0, 6]);
      expect(await plannedOracleRows(servers), `moment ${moment} of seed ${SEED}`).to.deep.equal(golden);
    }
  });

  it('that is frozen past its lease, finished by another and woken, adds nothing', async () => {
    const next = keystream(seedNumber(SEED + 1));
    for (let i = 0; i < 4; i++) {
      await clearGroups(servers);
      const at = installed();
      const moment = 3 + (next() % (lines - 6));
      const {frozen, end} = await stopAt(at, moment, 'SIGSTOP');
      await delay(1_200);
      const successor = untilFree(at);
      // The frozen one may hold a table's lock: its successor waits for it.
      await delay(2_000);
      frozen.kill('SIGCONT');
      const what = `moment ${moment} of seed ${SEED}`;
      const {code, err} = await successor;
      expect(code, `${what}: ${err}`).to.be.oneOf([0, 6]);
      expect((await end).code, what).to.be.oneOf([0, 5]);
      expect(await plannedOracleRows(servers), what).to.deep.equal(golden);
    }
  });
});

/** Sends a signal to a run after so many lines of its log. */
async function stopAt(at: Installation, lines: number, signal: 'SIGKILL' | 'SIGSTOP') {
  const child = at.start('run');
  const end = answerOf(child);
  let seen = 0;
  const struck = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.stderr.on('data', (chunk: Buffer) => {
      const before = seen;
      seen += chunk.toString().split('\n').length - 1;
      if (before < lines && seen >= lines && child.kill(signal)) resolve();
    });
  });
  await struck;
  if (signal === 'SIGKILL') await end;
  return {frozen: child, end};
}

/** Whoever was struck holds the lease until it runs out. */
async function untilFree(at: Installation): Promise<Answer> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const answer = await at.run('run');
    if (answer.code !== 5 || Date.now() > deadline) return answer;
    await delay(300);
  }
}
