import {existsSync, readdirSync, utimesSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import {fill} from '../support/filled.ts';
import {type Installation, installations, jsonOf} from '../support/installation.ts';
import {eventsIn, plannedRows} from '../support/installed-rows.ts';

const YEAR_MS = 365 * 86_400_000;

describe('prune', function () {
  // Many commands, on a machine that may be busy.
  this.timeout(180_000);
  const install = installations();

  /** One run, whose mail is three years old, with log files and others beside it. */
  async function aged(): Promise<{at: Installation; old: string[]; others: string[]}> {
    const at = install();
    await fill(at);
    expect((await at.run('run', {LOG_FILE: at.inFolder('app.log')})).code).to.equal(0);
    const state = at.open('state');
    const longAgo = new Date(Date.now() - 3 * YEAR_MS);
    state.prepare('UPDATE mails SET at = ?').run(longAgo.toISOString());
    state.close();
    const eml = readdirSync(join(at.data, 'mail')).map((name) => join('data', 'mail', name));
    const old = ['app.log.1', 'app.log-20210115.gz', ...eml];
    const others = ['app.log', 'other.log.1', join('data', 'state.db'), join('data', 'secrets.json')];
    for (const name of ['app.log.1', 'app.log-20210115.gz', 'other.log.1']) at.write(name, 'a line\n');
    for (const name of [...old, ...others]) utimesSync(at.inFolder(name), longAgo, longAgo);
    at.write('app.log.2', 'a line of today\n');
    return {at, old, others: [...others, 'app.log.2']};
  }

  it('removes what is old and only there to be looked at, says it in the audit, and nothing else changes', async () => {
    const {at, old, others} = await aged();
    const LOG_FILE = at.inFolder('app.log');
    const [rows, events] = [plannedRows(at), eventsIn(at)];
    const dry = await at.run('prune --older-than 2y --dry-run --json', {LOG_FILE});
    expect(dry.code, dry.err).to.equal(0);
    expect(jsonOf<object>(dry)).to.include({mails: 1, mail_files: 1, log_files: 2, dry_run: true});
    for (const name of [...old, ...others]) expect(existsSync(at.inFolder(name)), name).to.equal(true);
    expect(eventsIn(at)).to.equal(events);

    const done = await at.run('prune --older-than 2y', {LOG_FILE});
    expect(done.code, done.err).to.equal(0);
    expect(done.out).to.match(
      /^1 kept mail, 1 file of mails, 2 log files \(\d+ kB of files\) from before .* removed\n$/,
    );
    for (const name of old) expect(existsSync(at.inFolder(name)), name).to.equal(false);
    for (const name of others) expect(existsSync(at.inFolder(name)), name).to.equal(true);
    expect((await at.here('audit')).out).to.match(/prune: before \d{4}-\S+, 1 mail, 3 files/);

    expect(plannedRows(at)).to.deep.equal(rows);
    for (const words of ['verify', 'verify --chain']) expect((await at.here(words)).code, words).to.equal(0);
    expect((await at.here('run')).code, 'nobody is dealt again').to.equal(6);
    const again = await at.here('prune --older-than 2y --json', {LOG_FILE});
    expect(jsonOf<object>(again)).to.include({mails: 0, mail_files: 0, log_files: 0});
  });

  it('leaves what is not that old, and takes no age that people still look back to', async () => {
    const {at} = await aged();
    const kept = await at.here('prune --older-than 4y --json');
    expect(jsonOf<object>(kept)).to.include({mails: 0, mail_files: 0, log_files: 0});
    for (const age of ['29d', '0y', '2', '2w', 'y', '-1y', '51y', '9999y']) {
      const refused = await at.here(['prune', `--older-than=${age}`]);
      expect([refused.code, refused.err]).to.deep.equal([2, refused.err]);
      expect(refused.err).to.include('such as 2y or 90d, at least 30d');
    }
    expect((await at.here('prune')).code).to.equal(2);
  });
});
