import {setTimeout as delay} from 'node:timers/promises';
import {expect} from 'chai';
import {expectedCounts, fill} from '../support/filled.ts';
import {answerOf, type Installation, installations} from '../support/installation.ts';
import {countsOf} from '../support/installed-rows.ts';
import {ACTIVE} from '../support/sample-csv.ts';

const PEOPLE = 500;

describe('a process that is asked to stop', () => {
  const install = installations();
  let filled: Installation;

  before(async () => {
    filled = install();
    await fill(filled, {people: PEOPLE});
  });

  it('stops within 10 s though it waits for a lock; the run is finished by the next', async () => {
    const at = filled.copy();
    const lock = at.open('dssb_app');
    lock.exec('BEGIN EXCLUSIVE');
    const child = at.start('run');
    const ended = answerOf(child);
    await new Promise((resolve) => child.stderr.once('data', resolve));
    await delay(1_000);
    const asked = Date.now();
    child.kill('SIGTERM');
    const {code, err} = await ended;
    expect(Date.now() - asked).to.be.below(10_000);
    expect(code, err).to.equal(1);
    expect(err).to.include('stopped while dssb_app.db was locked');
    lock.exec('ROLLBACK');
    lock.close();
    expect((await at.run('resume')).code).to.equal(0);
    expect(countsOf(at, 'SC_theory_users')).to.deep.equal(expectedCounts(PEOPLE, ACTIVE).SC_theory_users);
  });

  it('as a service finishes an interrupted run first thing, and ends with 0', async () => {
    const at = filled.copy({LEASE: '1s', BATCH_ROWS: '10', LOG_LEVEL: 'debug'});
    const child = at.start('run');
    const killed = answerOf(child);
    child.stderr.on('data', (chunk: Buffer) => {
      if (chunk.includes('Group written')) child.kill('SIGKILL');
    });
    await killed;
    await delay(1_000);
    const service = at.start('start');
    const ended = answerOf(service);
    let said = '';
    await new Promise<void>((resolve) =>
      service.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes('Process completed successfully')) resolve();
      }),
    );
    service.kill('SIGTERM');
    const {code, out, err} = await ended;
    expect(code, out + err).to.equal(0);
    expect(countsOf(at, 'SC_theory_users')).to.deep.equal(expectedCounts(PEOPLE, ACTIVE).SC_theory_users);
  });
});
