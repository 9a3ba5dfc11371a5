import {expect} from 'chai';
import type {RunPage} from '../../src/application/events/page-runs.ts';
import {type Installation, installations, jsonOf} from '../support/installation.ts';

type Checks = {readonly ok: boolean; readonly checks: readonly {readonly check: string; readonly detail: string}[]};

describe('what is kept ready of the runs', () => {
  const install = installations();
  let at: Installation;

  before(async () => {
    at = install();
    for (let day = 0; day < 2; day++) expect((await at.here('demo --json')).code).to.equal(0);
  });

  const listOf = async (it: Installation, options = '') =>
    jsonOf<RunPage>(await it.here(`runs list --json ${options}`));

  it('is listed page by page, its campaigns only when they are asked for', async () => {
    const all = await listOf(at);
    expect(all).to.include({next: null}).and.have.property('runs').of.length(2);
    const [latest, first] = all.runs;
    expect(latest).to.not.have.any.keys('campaigns', 'verified');
    expect(await listOf(at, '--limit 1')).to.deep.equal({runs: [latest], next: latest!.run_id});
    expect(await listOf(at, `--before ${latest!.run_id}`)).to.deep.equal({runs: [first], next: null});
    expect((await listOf(at, '--full')).runs[0]!.campaigns).to.have.length(4);
  });

  it('is made by itself from a state file that has none, as version 0.1.0 left it', async () => {
    const old = at.copy();
    const db = old.open('state');
    for (const table of ['projections', 'run_summaries', 'run_groups']) db.exec(`DROP TABLE ${table}`);
    db.close();
    expect(await listOf(old)).to.deep.equal(await listOf(at));
    expect((await old.here('verify --chain')).code).to.equal(0);
  });

  it('is compared with the log, and made anew by one command', async () => {
    const broken = at.copy();
    const db = broken.open('state');
    db.exec(`UPDATE run_summaries SET summary = replace(summary, '"distributed":5000', '"distributed":4999')`);
    db.close();
    const found = await broken.here('verify --chain --json');
    expect(found.code).to.equal(1);
    const {ok, checks} = jsonOf<Checks>(found);
    expect(ok).to.equal(false);
    expect(checks.find(({check}) => check === 'summaries')!.detail).to.include('softcollection state rebuild');
    expect(jsonOf(await broken.here('state rebuild --json'))).to.deep.equal({runs: 2});
    expect((await broken.here('verify --chain')).code).to.equal(0);
    expect(await listOf(broken)).to.deep.equal(await listOf(at));
  });
});
