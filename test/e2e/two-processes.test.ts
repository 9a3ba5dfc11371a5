import {expect} from 'chai';
import {expectedCounts, fill} from '../support/filled.ts';
import {type Answer, answerOf, type Installation, installations} from '../support/installation.ts';
import {countsOf, peopleTwice, spssEqualsTarget} from '../support/installed-rows.ts';
import {ACTIVE} from '../support/sample-csv.ts';

const PEOPLE = 2_000;

describe('two runs at once', () => {
  const install = installations();
  let filled: Installation;

  before(async () => {
    filled = install({BATCH_ROWS: '100'});
    await fill(filled, {people: PEOPLE});
  });

  it('write once: one ends with 0, the other with 5, or 6 when it came after', async () => {
    const at = filled.copy();
    const answers = await Promise.all([at.run('run --json'), at.run('run --json')]);
    const codes = answers.map(({code}) => code).sort();
    expect(codes[0], answers.map(({err}) => err).join('\n')).to.equal(0);
    expect(codes[1]).to.be.oneOf([5, 6]);
    for (const [table, counts] of Object.entries(expectedCounts(PEOPLE, ACTIVE))) {
      expect(countsOf(at, table as 'SC_local_control'), table).to.deep.equal(counts);
    }
    expect([peopleTwice(at), spssEqualsTarget(at)]).to.deep.equal([0, true]);
  });

  it('are told apart: whoever finds the run active ends with 5 and is told who holds it', async () => {
    const at = filled.copy();
    const lock = at.open('dssb_app');
    lock.exec('BEGIN EXCLUSIVE');
    const first = at.start('run --json');
    const ended = answerOf(first);
    // Its first line says that it has the lease; then it waits for the lock.
    await new Promise((resolve) => first.stderr.once('data', resolve));
    const others: Answer[] = [];
    for (const words of ['run --json', 'resume', 'runs abandon x --reason y']) others.push(await at.run(words));
    lock.exec('ROLLBACK');
    lock.close();
    const {code, err} = await ended;
    expect(code, err).to.equal(0);
    for (const other of others) {
      expect(other.code, other.err).to.equal(5);
      expect(other.err).to.include(`pid ${first.pid}`);
    }
    expect(JSON.parse(others[0]!.out)).to.have.nested.property('error.kind', 'active');
    expect(countsOf(at, 'SC_theory_users')).to.deep.equal(expectedCounts(PEOPLE, ACTIVE).SC_theory_users);
  });
});
