import {expect} from 'chai';
import type {RunReport} from '../../src/domain/run-report.ts';
import {endCampaigns, NEW_CAMPAIGN} from '../support/former-campaigns.ts';
import {type Installation, installations, jsonOf} from '../support/installation.ts';
import {change, plannedRows, query} from '../support/installed-rows.ts';
import {killAt, untilFree} from '../support/kill.ts';

const BY_FORMER_GROUP = {ALLOCATION: 'stratified', STRATIFY_BY: 'former_group'};

describe('a campaign that people of an ended one come to', () => {
  const install = installations();
  let at: Installation;
  let former: Map<string, string>;

  before(async () => {
    at = install({...BY_FORMER_GROUP, BATCH_ROWS: '100', LEASE: '1s', LOG_LEVEL: 'debug'});
    await endCampaigns(at);
    former = groups(at, 'SC0000000_');
  });

  const groups = (of: Installation, like: string) => {
    const sql = (table: string) => `SELECT trim(IIN), THEORY_ID FROM ${table} WHERE THEORY_ID LIKE '${like}.%'`;
    return new Map(['SC_local_control', 'SC_local_target'].flatMap((table) => query<[string, string]>(of, sql(table))));
  };

  it('has as many of each former group in each of its own, and says how many they are', async () => {
    const whole = at.copy({LIST_DAYS: '0'});
    const told = await whole.run('run');
    expect(told.code, told.err).to.equal(0);
    expect(told.out).to.match(
      /Before {3}In other campaigns before: 400 users, 2 campaigns\. Counted are those that ended in the last 90 days\./,
    );
    const cells = new Map<string, number>();
    for (const [iin, group] of groups(whole, NEW_CAMPAIGN)) {
      const cell = `${former.get(iin) ?? 'none'} in ${group}`;
      cells.set(cell, (cells.get(cell) ?? 0) + 1);
    }
    expect([...cells.keys()].sort()).to.have.length(11 * 5);
    for (const [cell, people] of cells) expect(people, cell).to.equal(cell.startsWith('none') ? 20 : 8);
    const {run_id, carry_over} = jsonOf<{runs: RunReport[]}>(await whole.here('runs list --json --full')).runs[0]!;
    expect(carry_over).to.deep.equal({days: 90, people: 400, campaigns: 2});
    expect((await whole.here(`verify ${run_id}`)).code).to.equal(0);
    const listed = await whole.run(`export assignments ${NEW_CAMPAIGN} --to list.csv`);
    expect(listed.out).to.equal(
      `0 people of 0 runs in list.csv\n! ${run_id} cannot be listed: no list is kept of it (LIST_DAYS=0 keeps none), and its roster is gone or does not tell probabilities (500 people)\n`,
    );
    change(
      whole,
      'SC_local_control',
      "UPDATE SC_local_control SET THEORY_ID = 'SC00000011.2' WHERE THEORY_ID = 'SC00000011.1' LIMIT 1",
    );
    expect((await whole.here(`verify ${run_id}`)).code).to.equal(1);
  });

  it('has the same rows when its run is killed at any moment and gone on with', async () => {
    const whole = at.copy();
    const {err} = await whole.run('run');
    const lines = err.trim().split('\n').length;
    for (const moment of [
      {lines: 1, ms: 10},
      {lines: 4, ms: 0},
      {lines: Math.floor(lines / 2), ms: 0},
    ]) {
      const killed = at.copy();
      await killAt(killed, moment);
      const {code} = await untilFree(killed, 'run');
      expect(code, JSON.stringify(moment)).to.be.oneOf([0, 6]);
      expect(plannedRows(killed), JSON.stringify(moment)).to.deep.equal(plannedRows(whole));
      expect((await killed.here('verify')).code, 'verify').to.equal(0);
    }
  });
});
