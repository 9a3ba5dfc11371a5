import {cpSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {expect} from 'chai';
import {backUpWithin} from '../support/backup-within.ts';
import {leave} from '../support/files-of-0.1.0.ts';
import {fill} from '../support/filled.ts';
import {freePort} from '../support/free-port.ts';
import {type Installation, installations, jsonOf} from '../support/installation.ts';
import {plannedRows} from '../support/installed-rows.ts';
import {STARTED, services} from '../support/running-service.ts';
import {sampleUsers} from '../support/sample-csv.ts';
import {SECRETS} from '../support/secrets.ts';

const SLOW = {BATCH_ROWS: '50', LEASE: '1s', LOG_LEVEL: 'debug'};

describe('state backup and state restore', function () {
  // Many commands, on a machine that may be busy.
  this.timeout(180_000);
  const install = installations();
  const {start, killAll} = services();
  afterEach(killAll);

  /** The bank's tables as they are at another installation, which has no state. */
  function elsewhere(at: Installation): Installation {
    const other = install({...SECRETS, ...SLOW});
    const ours = /^(dssb_app|spss)\.db/;
    cpSync(at.data, other.data, {recursive: true, filter: (path) => path === at.data || ours.test(basename(path))});
    return other;
  }

  it('taken during a run that is then killed, and restored elsewhere, finishes the run exactly once', async () => {
    const fresh = install({...SECRETS, ...SLOW});
    await fill(fresh, {people: sampleUsers(3_000), campaigns: 4});
    const whole = fresh.copy();
    expect((await whole.here('run')).code).to.equal(0);

    const {at, backup, made} = await backUpWithin(async () => fresh.copy());
    expect(made.code, made.err).to.equal(0);
    expect(statSync(backup).mode & 0o777).to.equal(0o600);

    const other = elsewhere(at);
    const restored = await other.run(['state', 'restore', backup, '--json']);
    expect(restored.code, restored.err).to.equal(0);
    expect(jsonOf<{counts: object}>(restored).counts).to.deep.equal(jsonOf<{counts: object}>(made).counts);
    const owed = await other.here('resume --explain --json');
    expect(jsonOf<{plan_digest: string | null}>(owed).plan_digest, 'it was planned, and not ended').to.be.a('string');
    const resumed = await other.run('resume');
    expect(resumed.code, resumed.err).to.equal(0);
    expect(plannedRows(other)).to.deep.equal(plannedRows(whole));
    for (const words of ['verify', 'verify --chain']) {
      const proved = await other.here(words);
      expect(proved.code, proved.out).to.equal(0);
    }
  });

  it('names what is to be kept besides, and refuses with what to do next', async () => {
    const at = install();
    await fill(at);
    expect((await at.here('run')).code).to.equal(0);
    const backup = at.inFolder('state.backup');
    const made = await at.run(['state', 'backup', backup]);
    expect(made.code, made.err).to.equal(0);
    expect(made.out).to.match(/^\d+ events, 2 rosters and lists, \d+ parts of the register, 1 mail in /);
    for (const name of ['ASSIGNMENT_SECRET', 'ROSTER_KEY', 'AUTH_JWT_SECRET'])
      expect(made.out).to.match(new RegExp(`${name} +${join(at.data, 'secrets.json')}\n`));
    const secrets = readFileSync(join(at.data, 'secrets.json'), 'utf8');
    for (const secret of Object.values(JSON.parse(secrets) as object)) expect(made.out).to.not.include(secret);

    const again = await at.here(['state', 'backup', backup]);
    expect([again.code, again.err]).to.deep.equal([2, again.err]);
    expect(again.err).to.include('--replace');
    const full = await at.here(['state', 'restore', backup]);
    expect([full.code, full.err]).to.deep.equal([2, full.err]);
    expect(full.err).to.match(/not empty.*\n→ .*--replace/);
    const other = install();
    const foreign = await other.here(['state', 'restore', backup]);
    expect([foreign.code, foreign.err]).to.deep.equal([2, foreign.err]);
    expect(foreign.err).to.match(/another ASSIGNMENT_SECRET and ROSTER_KEY.*\n→ .*secrets\.json into DATA_DIR/);
    writeFileSync(join(other.data, 'secrets.json'), secrets);
    const bytes = readFileSync(backup);
    writeFileSync(backup, bytes.subarray(0, -1_000));
    const cut = await other.here(['state', 'restore', backup]);
    expect([cut.code, cut.err]).to.deep.equal([2, cut.err]);
    expect(cut.err).to.match(/damaged or cut short.*\n→ copy it again/);
    writeFileSync(backup, bytes);
    expect((await other.run(['state', 'restore', backup])).code).to.equal(0);
    expect((await at.here('audit')).out).to.include(`state backup: ${backup}`);
    expect((await other.here('audit')).out).to.include('state restored: the backup of');
  });

  it('are for a service that stands: beside one that is idle a backup is made, and none restored: 5', async () => {
    const at = install({PORT: String(await freePort())});
    const service = start(at);
    await service.hears(STARTED);
    expect((await at.run('state backup state.backup')).code).to.equal(0);
    const refused = await at.run('state restore state.backup --replace');
    expect([refused.code, refused.err]).to.deep.equal([5, refused.err]);
    expect(refused.err).to.match(new RegExp(`a service is at work on this state: .* pid ${service.pid}\n→ stop it`));
    expect((await service.stop()).code).to.equal(0);
    const restored = await at.run('state restore state.backup --replace');
    expect(restored.code, restored.err).to.equal(0);
  });

  it('names no file that is not there', async () => {
    const at = install();
    expect((await at.run('scheduler stop')).code).to.equal(0);
    const made = await at.run('state backup state.backup');
    expect(made.code, made.err).to.equal(0);
    expect(made.out).to.not.match(/dssb_app|spss/);
  });

  it('older than the tables is not run on, by any command, until a person answers for it', async () => {
    const at = install(SECRETS);
    await fill(at, {people: 60, campaigns: 2});
    expect((await at.run('scheduler start')).code).to.equal(0);
    const backup = at.inFolder('state.backup');
    expect((await at.here(['state', 'backup', backup])).code).to.equal(0);
    expect((await at.here('run')).code).to.equal(0);
    const other = elsewhere(at);
    expect((await other.here(['state', 'restore', backup])).code).to.equal(0);
    const rows = plannedRows(other);
    for (const words of ['run', 'resume', 'start']) {
      const refused = words === 'start' ? await other.run(words) : await other.here(words);
      if (words === 'resume') expect([refused.code, refused.out]).to.deep.equal([0, 'nothing is owed\n']);
      else {
        expect([refused.code, refused.err]).to.deep.equal([1, refused.err]);
        expect(refused.err).to.match(
          /older than the tables: .* of \d{4}-\d\d-\d\d \(60 rows\)\n→ .*--i-have-reconciled/,
        );
      }
    }
    const run = await other.here('run --i-have-reconciled --json');
    expect([run.code, jsonOf<{reason: string}>(run).reason]).to.deep.equal([6, 'all_users_enrolled']);
    expect(plannedRows(other)).to.deep.equal(rows);
    expect((await other.here('audit')).out).to.include('state reconciled by hand');
    expect((await other.here('run')).code).to.equal(6);
  });

  it('takes a state of version 0.1.0, with a run that it did not finish', async () => {
    const at = install(SECRETS);
    leave(at);
    const backup = at.inFolder('state.backup');
    expect((await at.here(['state', 'backup', backup])).code).to.equal(0);
    const other = elsewhere(at);
    const restored = await other.here(['state', 'restore', backup]);
    expect(restored.code, restored.err).to.equal(0);
    for (const each of [at, other]) expect((await each.here('resume')).code).to.equal(0);
    expect(plannedRows(other)).to.deep.equal(plannedRows(at));
    const proved = await other.here('verify --chain');
    expect(proved.code, proved.out).to.equal(0);
  });
});
