import {expect} from 'chai';
import type {RunReport} from '../../src/domain/run-report.ts';
import {leave} from '../support/files-of-0.1.0.ts';
import {type Installation, installations, jsonOf} from '../support/installation.ts';
import {SECRETS} from '../support/secrets.ts';

const [FIRST, OWED] = ['distribution-2026-11-27', 'distribution-2026-11-27.2'];

describe('the files of 0.1.0, with a run that it did not finish', () => {
  const install = installations();
  let at: Installation;
  const people = () => {
    const ids = 'SELECT IIN FROM SC_local_control UNION ALL SELECT IIN FROM SC_local_target';
    const db = at.open('dssb_app');
    const found = db.prepare(`SELECT COUNT(*) AS rows, COUNT(DISTINCT IIN) AS people FROM (${ids})`).get();
    db.close();
    return found;
  };

  before(() => {
    at = install(SECRETS);
    leave(at);
  });

  it('are finished with the people that 0.1.0 had dealt, nobody twice', async () => {
    const answer = await at.run('resume --json');
    expect(answer.code, answer.err).to.equal(0);
    const {status, users, campaigns} = jsonOf<RunReport>(await at.here(`runs show ${OWED} --json`));
    expect([status, users.distributed]).to.deep.equal(['completed', 12]);
    const written = campaigns.flatMap(({groups}) => Object.values(groups).map((group) => group.written.spss));
    expect(written.reduce((sum, rows) => sum + (rows ?? 0), 0)).to.equal(10);
    expect(people()).to.deep.equal({rows: 32, people: 32});
  });

  it('verify, run by run and as a log', async () => {
    for (const words of [`verify ${FIRST}`, `verify ${OWED}`, 'verify --chain']) {
      const {code, out} = await at.run(words);
      expect(code, out).to.equal(0);
    }
  });

  it('know whom 0.1.0 has dealt', async () => {
    const answer = await at.run('run --json');
    expect(jsonOf<RunReport>(answer)).to.include({status: 'skipped', reason: 'all_users_enrolled'});
    expect(people()).to.deep.equal({rows: 32, people: 32});
  });
});
