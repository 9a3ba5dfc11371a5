import {readFileSync} from 'node:fs';
import {expect} from 'chai';
import {fill} from '../support/filled.ts';
import {type Installation, installations, jsonOf, TODAY} from '../support/installation.ts';

const FROM_FILE = ['sh', '-c', 'exec "$0" "$@" < id.txt'];
const NOBODY = '990990000001';

describe('verify --explain', () => {
  const install = installations();
  let at: Installation;
  let somebody: string;
  before(async () => {
    at = install({LOG_FILE: 'service.log', ALLOCATION: 'stratified', LOG_LEVEL: 'trace'});
    await fill(at, {people: 90, campaigns: 2});
    expect((await at.here('run')).code).to.equal(0);
    const dssb = at.open('dssb_app');
    somebody = String(dssb.prepare("SELECT IIN FROM SC_local_target WHERE THEORY_ID = 'SC00000001.3'").pluck().get());
    dssb.close();
  });

  const ask = async (input: string, words = '') => {
    at.write('id.txt', input);
    const answer = await at.run(`verify ${words} --explain`, {}, [], FROM_FILE);
    for (const id of input.match(/\d{9,}/g) ?? []) expect(answer.out + answer.err).to.not.include(id);
    return answer;
  };

  it('says of who is in the tables why, and that all agrees: 0', async () => {
    const {code, out, err} = await ask(` ${somebody}\r\n`, `distribution-${TODAY}`);
    expect([code, err]).to.deep.equal([0, '']);
    expect(out).to.match(/^dealt +to SC00000001\.3: campaign SC00000001, group C; so in the source that day$/m);
    expect(out).to.match(/^drawn +\d+ of 90 in the order that the seed gives; in the stratum \d+ of \d+$/m);
    expect(out).to.match(/^chance +50\.00 % of the campaign, then \d+\.\d\d % of the group: \d+\.\d\d %$/m);
    expect(out.match(/^✓/gm)).to.have.length(7);
    const told = jsonOf<{status: string; theory_id: string; ok: boolean}>(await ask(somebody, '--json'));
    expect(told).to.include({status: 'dealt', theory_id: 'SC00000001.3', ok: true});
  });

  it('says plainly that a run did not deal somebody: 6', async () => {
    const {code, out} = await ask(`${NOBODY}\n`);
    expect(code).to.equal(6);
    expect(out)
      .to.include('not dealt by this run')
      .and.match(/\d rows found, 90 people dealt/);
    expect(jsonOf(await ask(NOBODY, '--json'))).to.deep.include({status: 'not_dealt', rows: []});
  });

  it('says of a spoilt id that it is none, as an import would leave it out: 2', async () => {
    const other = at.copy();
    for (const input of [`="${somebody}"`, `${somebody}.0`, somebody.slice(1), `${somebody} ${NOBODY}`]) {
      other.write('id.txt', input);
      const {code, out, err} = await other.run('verify --explain', {}, [], FROM_FILE);
      expect([code, out, /\d{9}/.test(err)]).to.deep.equal([2, '', false]);
      expect(err).to.match(/^softcollection: what was given is no id.*IIN_FORMAT=plausible\)\n→ /);
    }
  });

  it('says 1 where the tables say otherwise', async () => {
    const other = at.copy();
    const spss = other.open('spss');
    spss.prepare('DELETE FROM SC_theory_users WHERE IIN = ?').run(somebody);
    spss.close();
    other.write('id.txt', somebody);
    const {code, out} = await other.run('verify --explain', {}, [], FROM_FILE);
    expect(code).to.equal(1);
    expect(out).to.include('✗ SC_theory_users  stands nowhere, which is not the plan');
  });

  it('takes one id on standard input, and repeats none: 2', async () => {
    for (const input of ['', '\n \n', `${somebody}\n${NOBODY}\n`, `${somebody}\n`.repeat(200)]) {
      const {code, out, err} = await at.here('verify --explain', {}, input);
      expect([code, out, err.includes(NOBODY), err.includes(somebody)]).to.deep.equal([2, '', false, false]);
      expect(err).to.match(
        /^softcollection: one id is expected on standard input, in one line; there are (none|more)\n→ /,
      );
    }
    const argument = await at.run(`verify ${somebody} --explain`, {}, [], FROM_FILE);
    expect([argument.code, argument.err.includes(somebody)]).to.deep.equal([2, false]);
    for (const words of [
      `verify --explain=${somebody} --json`,
      `${somebody}`,
      `prune --older-than ${somebody} --json`,
    ]) {
      const {code, out, err} = await at.here(words);
      expect([code, out.includes(somebody), err.includes(somebody)], err).to.deep.equal([2, false, false]);
    }
    expect((await ask(somebody, '--chain')).code).to.equal(2);
  });

  it('is told to the audit, with the run and without the id; nothing that is kept or logged has it', async () => {
    const {actions} = jsonOf<{actions: {what: string; outcome: string}[]}>(await at.here('audit --json'));
    const told = actions.map(({what, outcome}) => `${what}: ${outcome}`);
    expect(new Set(told)).to.deep.equal(new Set([`verify distribution-${TODAY} --explain: done`]));
    expect(told).to.have.length(4);
    for (const file of ['service.log', 'data/state.db']) {
      const text = readFileSync(at.inFolder(file), 'latin1');
      for (const id of [somebody, NOBODY]) expect(text.includes(id), file).to.equal(false);
    }
  });
});
