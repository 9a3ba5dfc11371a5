import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import {leave} from '../support/files-of-0.1.0.ts';
import {fill} from '../support/filled.ts';
import {type Installation, installations, jsonOf} from '../support/installation.ts';
import {SECRETS} from '../support/secrets.ts';

type Migration = {made: string[]; summaries: number; events: number; older_events: number; dry_run: boolean};

describe('state migrate', function () {
  // Many commands, on a machine that may be busy.
  this.timeout(180_000);
  const install = installations();
  const bytes = (at: Installation) =>
    ['state', 'dssb_app', 'spss'].map((name) => readFileSync(join(at.data, `${name}.db`)).toString('base64'));

  it('of the files of 0.1.0 says what it will do and changes nothing; then does it, and finds nothing more to do', async () => {
    const at = install(SECRETS);
    leave(at);
    const before = bytes(at);
    const dry = await at.here('state migrate --dry-run --json');
    expect(dry.code, dry.err).to.equal(0);
    const planned = jsonOf<Migration>(dry);
    expect(planned).to.include({summaries: 2, dry_run: true});
    expect(planned.made).to.include.members([
      'table run_summaries of state.db',
      'index SC_local_target_GROUP of dssb_app.db',
    ]);
    expect(planned.older_events).to.be.within(1, planned.events);
    expect(bytes(at)).to.deep.equal(before);

    const done = await at.run('state migrate --json');
    expect(done.code, done.err).to.equal(0);
    expect(jsonOf<Migration>(done)).to.deep.equal({...planned, dry_run: false});
    const again = await at.run('state migrate --dry-run');
    expect(again.out).to.match(/^nothing to do: .*\n\d+ events stay as they are, \d+ of them of an older schema\n$/);
    expect((await at.here('verify --chain')).code).to.equal(0);
  });

  it('has nothing to do where nothing is yet, and where this version has run', async () => {
    const at = install(SECRETS);
    expect(jsonOf<Migration>(await at.here('state migrate --dry-run --json'))).to.include({events: 0, summaries: 0});
    await fill(at, {people: 20});
    expect((await at.here('run')).code).to.equal(0);
    const {made, summaries, older_events} = jsonOf<Migration>(await at.here('state migrate --dry-run --json'));
    expect([made, summaries, older_events]).to.deep.equal([[], 0, 0]);
  });

  it('of a state of a newer version is refused, with what to do', async () => {
    const at = install(SECRETS);
    await fill(at, {people: 20});
    expect((await at.here('run')).code).to.equal(0);
    const state = at.open('state');
    state.exec("UPDATE events SET schema = 9 WHERE type = 'RunCompleted'");
    state.close();
    for (const words of ['state migrate --dry-run', 'state migrate']) {
      const {code, err} = await at.here(words);
      expect([code, err]).to.deep.equal([2, err]);
      expect(err).to.match(/RunCompleted of schema 9, of a newer version\n→ run the newer version/);
    }
  });
});
