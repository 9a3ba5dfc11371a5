import {expect} from 'chai';
import type {RunReport} from '../../../src/domain/run-report.ts';
import {expectedCounts, fill} from '../../support/filled.ts';
import {endCampaigns} from '../../support/former-campaigns.ts';
import {answerOf, type Installation, installations, jsonOf} from '../../support/installation.ts';
import {countsOf, peopleTwice, plannedRows, spssEqualsTarget} from '../../support/installed-rows.ts';
import {addressOf} from '../../support/mongo-harness.ts';
import {type MongoServer, startMongoServer} from '../../support/mongo-server.ts';
import {ACTIVE} from '../../support/sample-csv.ts';
import {testKey} from '../../support/secrets.ts';

const PEOPLE = 703;
const KILLS = 8;

describe('the real command with its state in MongoDB', () => {
  const install = installations();
  let server: MongoServer;
  let databases = 0;
  before(async () => {
    server = await startMongoServer();
  });
  after(() => server.stop());
  afterEach(async () => {
    server.faults.clear();
    await server.up();
  });

  async function filled(more = {}): Promise<Installation> {
    const at = install({MONGODB_URI: addressOf(server.url, `run-${++databases}`), LOG_LEVEL: 'debug', ...more});
    await fill(at, {people: PEOPLE});
    return at;
  }

  function expectDistributed(at: Installation): void {
    for (const [table, counts] of Object.entries(expectedCounts(PEOPLE, ACTIVE)))
      expect(countsOf(at, table as 'SC_local_control')).to.deep.equal(counts);
    expect([peopleTwice(at), spssEqualsTarget(at)]).to.deep.equal([0, true]);
  }

  it('distributes, proves it, and has nobody left the second time', async () => {
    const at = await filled();
    const run = await at.run('run --json');
    expect(run.code, run.err).to.equal(0);
    expect(jsonOf<RunReport>(run).status).to.equal('completed');
    expectDistributed(at);
    expect((await at.run('verify')).code).to.equal(0);
    expect((await at.run('run')).code).to.equal(6);
    expect(jsonOf<{runs: RunReport[]}>(await at.run('runs --json')).runs.map(({status}) => status)).to.deep.equal([
      'skipped',
      'completed',
    ]);
    expectDistributed(at);
  });

  it('spreads the people of an ended campaign as with its state in a file', async () => {
    const settings = {
      ...{ALLOCATION: 'stratified', STRATIFY_BY: 'former_group'},
      ...{ASSIGNMENT_SECRET: testKey('assignment'), ROSTER_KEY: testKey('roster')},
    };
    const [file, mongo] = [install(settings), install({...settings, MONGODB_URI: addressOf(server.url, 'former')})];
    for (const at of [file, mongo]) {
      await endCampaigns(at, at.run);
      expect(jsonOf<RunReport>(await at.run('run --json')).carry_over).to.deep.include({people: 400, campaigns: 2});
      expect((await at.run('verify')).code).to.equal(0);
    }
    expect(plannedRows(mongo)).to.deep.equal(plannedRows(file));
  });

  it('distributes once while connections break and answers are lost', async () => {
    const at = await filled();
    for (const [after, action] of (['drop', 'drop-after', 'error', 'drop-after'] as const).entries())
      for (const command of ['insert', 'update', 'findAndModify', 'find'])
        server.faults.add({command, action, after: after * 2, times: 2});
    const run = await at.run('run');
    expect(run.code, run.err).to.equal(0);
    expectDistributed(at);
    expect((await at.run('verify')).code).to.equal(0);
  });

  it(`finishes the same run after being killed at ${KILLS} moments`, async () => {
    const at = await filled({LEASE: '1s', BATCH_ROWS: '100'});
    let killed = 0;
    for (let line = 1; line <= KILLS; line++) {
      const child = at.start('run');
      const ended = answerOf(child);
      let seen = 0;
      child.stderr.on('data', (chunk: Buffer) => {
        seen += chunk.toString().split('\n').length - 1;
        if (seen >= line * 2) child.kill('SIGKILL');
      });
      if ((await ended).code === null) killed++;
      await new Promise((resolve) => setTimeout(resolve, 1_100));
    }
    expect(killed, 'runs that were killed').to.be.greaterThan(1);
    const run = await at.run('run');
    expect([0, 6], run.err).to.include(run.code);
    expectDistributed(at);
    expect((await at.run('verify')).code).to.equal(0);
  });

  it('ends with 4 and advice when MongoDB is away, and keeps the password to itself', async () => {
    const at = install({MONGODB_URI: 'mongodb://u:hunter2@127.0.0.1:9/x?serverSelectionTimeoutMS=1'});
    const {code, err} = await at.run('run');
    expect(code).to.equal(4);
    expect(err)
      .to.match(/MongoDB does not answer .*ECONNREFUSED/)
      .and.include('rs.status()');
    expect(err).not.to.match(/hunter2|MONGODB DRIVER|Warning|at .*\.js:/);
  }).timeout(120_000);
});
