import {expect} from 'chai';
import type {RunReport} from '../../src/domain/run-report.ts';
import {installations, jsonOf} from '../support/installation.ts';

describe('the demo', () => {
  const install = installations();

  it('has people whose ids can be read, deals them by strata, and shows how alike the groups are', async () => {
    const at = install({ALLOCATION: 'stratified'});
    const report = jsonOf<RunReport>(await at.run('demo --json'));
    for (const {balance} of report.campaigns) {
      expect(balance).to.include({strata: 8, people: 1250});
      expect(balance?.off_ideal).to.be.below(1.01);
      expect(balance?.difference).to.be.below((balance?.by_chance ?? 0) / 3);
    }
    for (const command of [`runs show ${report.run_id}`, 'demo']) {
      expect((await at.here(command)).out, command).to.match(/Balance {2}SC00000001 largest difference 0\.0\d+ \(/);
    }
    expect((await at.here('verify')).code).to.equal(0);
  });
});
