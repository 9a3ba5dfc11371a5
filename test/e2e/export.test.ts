import {readdirSync, readFileSync, statSync} from 'node:fs';
import {expect} from 'chai';
import {fill} from '../support/filled.ts';
import {installations} from '../support/installation.ts';

describe('export assignments', () => {
  const install = installations();

  it('writes a list that only its owner can read, once, and tells the audit', async () => {
    const at = install();
    await fill(at);
    expect((await at.here('run')).code).to.equal(0);
    const first = await at.run('export assignments SC00000001 --to list.csv --json');
    expect(first.code, first.err).to.equal(0);
    const {people, runs, missing} = JSON.parse(first.out);
    expect([runs, missing]).to.deep.equal([1, []]);
    const [head, ...lines] = readFileSync(at.inFolder('list.csv'), 'utf8').trimEnd().split('\r\n');
    expect(head).to.equal('iin,campaign,group,run,date,stratum,p_campaign,p_group,row_present');
    expect(lines).to.have.length(people);
    const dssb = at.open('dssb_app');
    const stand = dssb.prepare("SELECT COUNT(*) FROM SC_local_target WHERE THEORY_ID = 'SC00000001.3'").pluck().get();
    dssb.close();
    expect(lines.filter((line) => line.split(',')[2] === 'C' && line.endsWith(',yes'))).to.have.length(Number(stand));
    expect(statSync(at.inFolder('list.csv')).mode & 0o777).to.equal(0o600);

    const again = await at.run('export assignments SC00000001 --to list.csv');
    expect([again.code, again.err]).to.deep.equal([
      2,
      'softcollection: list.csv stands there already\n→ take another name, or --replace it\n',
    ]);
    expect((await at.run('export assignments SC00000001 --to list.csv --replace')).code).to.equal(0);
    expect((await at.run('export assignments SC00000009 --to other.csv')).code).to.equal(2);
    expect(readdirSync(at.inFolder('.')).filter((name) => /csv|tmp/.test(name)))
      .to.include('list.csv')
      .and.not.include('other.csv');
    const {actions} = JSON.parse((await at.here('audit --json')).out);
    const told = actions.map(({what, outcome}: {what: string; outcome: string}) => `${what}: ${outcome}`).reverse();
    const what = 'export assignments SC00000001';
    expect(told).to.deep.equal([`${what}: done`, `${what}: done`, `${what}: failed`, `${what}: done`]);
  });
});
