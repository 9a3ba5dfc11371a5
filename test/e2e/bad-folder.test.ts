import {closeSync, openSync, writeSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import type {RunReport} from '../../src/domain/run-report.ts';
import {expectedCounts, fill} from '../support/filled.ts';
import {type Installation, installations, jsonOf} from '../support/installation.ts';
import {countsOf, snapshot} from '../support/installed-rows.ts';
import {ACTIVE, campaignRows, writeCsv} from '../support/sample-csv.ts';
import {SECRETS} from '../support/secrets.ts';

describe('a data folder that is not to be used', () => {
  const install = installations();
  let filled: Installation;

  before(async () => {
    filled = install();
    await fill(filled, {people: 120, campaigns: 2});
  });

  for (const [where, path] of [
    ['is a file', 'file'],
    ['is below a file', 'file/data'],
  ] as const) {
    it(`that ${where} ends with 4 and what to do`, async () => {
      const at = install({DATA_DIR: path});
      at.write('file', 'not a folder');
      at.write('campaigns.csv', writeCsv(campaignRows()));
      const answers = [at.run('run'), at.run('run', SECRETS), at.run('import campaigns campaigns.csv', SECRETS)];
      for (const {code, out, err} of await Promise.all(answers)) {
        expect([code, out], err).to.deep.equal([4, '']);
        expect(err).to.include('DATA_DIR').and.not.include('    at ');
      }
    });
  }

  it('with a locked database ends with 4 after LOCK_WAIT, and a later run finishes what was planned', async () => {
    const at = filled.copy({LOCK_WAIT: '1s'});
    const before = snapshot(at);
    const lock = at.open('dssb_app');
    lock.exec('BEGIN EXCLUSIVE');
    const began = Date.now();
    const [answer, imported] = await Promise.all([
      at.run('run --json'),
      at.run(['import', 'campaigns', filled.inFolder('campaigns.csv')]),
    ]);
    expect(Date.now() - began).to.be.greaterThan(1_000);
    lock.exec('ROLLBACK');
    lock.close();
    const {status, error} = jsonOf<RunReport>(answer);
    expect([answer.code, status, error?.kind, error?.stage]).to.deep.equal([
      4,
      'failed',
      'unreachable',
      'inserting_users',
    ]);
    expect(error?.message).to.include('dssb_app.db').and.include('locked by another program');
    expect(answer.err).to.include('dssb_app.db').and.include('locked by another program');
    expect(imported.code).to.equal(4);
    expect(imported.err).to.include('dssb_app.db').and.include('locked by another program');
    expect(snapshot(at)).to.deep.equal(before);

    const later = await at.run('run --json');
    expect([later.code, jsonOf<RunReport>(later).status]).to.deep.equal([0, 'completed']);
    for (const [table, counts] of Object.entries(expectedCounts(120, ACTIVE.slice(0, 2)))) {
      expect(countsOf(at, table as 'SC_local_control'), table).to.deep.equal(counts);
    }
  });

  it('with a lock that goes away in time is waited for', async () => {
    const at = filled.copy({LOCK_WAIT: '30s'});
    const lock = at.open('dssb_app');
    lock.exec('BEGIN EXCLUSIVE');
    const running = at.run('run --json');
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    lock.exec('ROLLBACK');
    lock.close();
    const answer = await running;
    expect([answer.code, jsonOf<RunReport>(answer).status]).to.deep.equal([0, 'completed']);
  });

  it('with a state.db that is no database ends with 4 and writes nothing', async () => {
    const at = filled.copy();
    at.write('data/state.db', 'this is not a database, and long enough to be read as one '.repeat(100));
    const before = snapshot(at);
    const answers = ['run', 'resume', 'preview'].map((words) => at.run(words));
    for (const {code, out, err} of await Promise.all(answers)) {
      expect([code, out], err).to.deep.equal([4, '']);
      expect(err).to.include('state.db').and.include('backup').and.not.include('    at ');
    }
    expect(snapshot(at)).to.deep.equal(before);
  });

  it('with a state.db damaged in the middle ends with 4 and writes nothing', async () => {
    const at = filled.copy();
    await at.run('run');
    const file = openSync(join(at.data, 'state.db'), 'r+');
    writeSync(file, Buffer.alloc(40_000, 0xa5), 0, 40_000, 4_096);
    closeSync(file);
    const before = snapshot(at);
    const {code, err} = await at.run('run');
    expect(code).to.equal(4);
    expect(err).to.include('state.db').and.include('damaged');
    expect(snapshot(at)).to.deep.equal(before);
  });

  it('with a damaged secrets.json ends with 3 and shows nothing of it', async () => {
    const at = filled.copy();
    at.write('data/secrets.json', '{"ASSIGNMENT_SECRET": "hush-hush"}');
    const before = snapshot(at);
    const {code, err} = await at.run('run');
    expect(code).to.equal(3);
    expect(err).to.include('secrets.json').and.not.include('hush');
    expect(snapshot(at)).to.deep.equal(before);
  });
});
