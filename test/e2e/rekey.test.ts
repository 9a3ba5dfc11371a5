import {expect} from 'chai';
import {fill} from '../support/filled.ts';
import {installations, jsonOf} from '../support/installation.ts';
import {change} from '../support/installed-rows.ts';
import {SECRETS, testKey} from '../support/secrets.ts';

describe('secrets that are changed', () => {
  const install = installations();

  it('lose nobody: state rekey, then the old ROSTER_KEY is needed no more', async () => {
    const at = install(SECRETS);
    await fill(at);
    expect((await at.here('run')).code).to.equal(0);
    for (const table of ['SC_local_control', 'SC_local_target', 'SC_theory_users'] as const)
      change(at, table, `DELETE FROM ${table}`);
    const ROSTER_KEY = testKey('another');
    const moved = await at.run('state rekey --json', {ROSTER_KEY, ROSTER_KEY_OLD: SECRETS.ROSTER_KEY});
    expect(moved.code, moved.err).to.equal(0);
    expect(jsonOf<{rosters: number; campaigns: number}>(moved).rosters).to.equal(1);
    expect(jsonOf<{campaigns: number}>(moved).campaigns).to.be.greaterThan(0);
    const again = await at.run('run --json', {ROSTER_KEY});
    expect(again.code, again.err).to.equal(6);
    expect(jsonOf<{reason: string}>(again).reason).to.equal('all_users_enrolled');
    expect(moved.err + again.err)
      .to.not.include(ROSTER_KEY)
      .and.not.include(SECRETS.ROSTER_KEY);
  });

  it('prove the past: a former ASSIGNMENT_SECRET is named, or said to be missing', async () => {
    const at = install(SECRETS);
    await fill(at);
    expect((await at.here('run')).code).to.equal(0);
    const ASSIGNMENT_SECRET = testKey('another');
    const missing = await at.here('verify', {ASSIGNMENT_SECRET});
    expect([missing.code, missing.out]).to.deep.equal([1, missing.out]);
    expect(missing.out).to.include('ASSIGNMENT_SECRET_OLD');
    const named = {ASSIGNMENT_SECRET, ASSIGNMENT_SECRET_OLD: SECRETS.ASSIGNMENT_SECRET};
    for (const words of ['verify', 'verify --chain']) {
      const proved = await at.here(words, named);
      expect(proved.code, proved.out + proved.err).to.equal(0);
    }
  });
});
