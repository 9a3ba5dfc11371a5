import {createHash} from 'node:crypto';
import {closeSync, fstatSync, lstatSync, openSync, readdirSync, readFileSync, writeSync} from 'node:fs';
import {join} from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import {expect} from 'chai';
import type {DoctorReport} from '../../src/adapters/cli/doctor-report.ts';
import {CHECK_IDS} from '../../src/application/ports/check-result.ts';
import {certificateOf} from '../support/certificate.ts';
import {type Answer, type Installation, installations, jsonOf} from '../support/installation.ts';
import {type MailServer, startMailServer} from '../support/mail-server.ts';
import {testKey} from '../support/secrets.ts';

/** A process in which each file takes half a second to open. */
const SLOW_FILES = [
  '--import',
  `data:text/javascript,
    import files from 'node:fs/promises';
    import {syncBuiltinESMExports} from 'node:module';
    const {open} = files;
    files.open = (...given) => new Promise((done) => setTimeout(done, 500)).then(() => open(...given));
    syncBuiltinESMExports();`,
];

/** Every file with its mode, its time and what is in it. */
function traceOf(folder: string): string[] {
  return readdirSync(folder, {recursive: true, encoding: 'utf8'})
    .sort()
    .map((name) => {
      const path = join(folder, name);
      const {mode, mtimeMs} = lstatSync(path);
      const digest = lstatSync(path).isFile() ? createHash('sha256').update(readFileSync(path)).digest('hex') : '';
      return `${name} ${mode.toString(8)} ${digest && mtimeMs} ${digest}`;
    });
}

const notOk = (answer: Answer, but: readonly string[] = ['SC-D02']) =>
  Object.fromEntries(
    jsonOf<DoctorReport>(answer)
      .checks.filter(({id, state}) => !['ok', 'skipped'].includes(state) && !but.includes(id))
      .map(({id, state}) => [id, state]),
  );

describe('softcollection doctor', function () {
  this.timeout(60_000);
  const install = installations();
  const trace = (at: Installation) => traceOf(at.inFolder('.'));

  it('looks at an empty folder and leaves nothing in it', async () => {
    const at = install();
    const answer = await at.run('doctor --json');
    expect(answer).to.include({code: 0, err: ''});
    expect(notOk(answer)).to.deep.equal({'SC-D20': 'warn'});
    expect(trace(at)).to.deep.equal([]);
  });

  it('finds nothing wrong after a demo, and changes no file', async () => {
    const at = install();
    await at.here('demo');
    const before = trace(at);
    const answer = await at.run('doctor --json');
    expect(answer.code, answer.out).to.equal(0);
    expect(notOk(answer)).to.deep.equal({});
    expect(trace(at)).to.deep.equal(before);
    const said = await at.here('doctor --only D14,D15');
    expect(said.out).to.match(/✓ SC-D14 ok .*whole\n✓ SC-D15 ok .*follow from each other\nNothing to complain of\.\n$/);
  });

  it('complains of nothing where a former version has made no list of the runs', async () => {
    const at = install();
    await at.here('demo');
    const state = at.open('state');
    for (const table of ['run_summaries', 'run_groups', 'projections']) state.exec(`DROP TABLE ${table}`);
    state.close();
    const answer = await at.here('doctor --json');
    expect(notOk(answer), answer.out).to.deep.equal({});
    const {checks} = jsonOf<DoctorReport>(answer);
    expect(checks.find(({id}) => id === 'SC-D15')).to.include({state: 'skipped'});
  });

  it('answers JSON as its schema says, with all checks', async () => {
    const at = install();
    const [schema, answer] = [await at.here('doctor --schema'), await at.here('doctor --json')];
    const validate = addFormats.default(new Ajv.default()).compile(jsonOf<object>(schema));
    expect(validate(jsonOf(answer)), JSON.stringify(validate.errors)).to.equal(true);
    expect(jsonOf<DoctorReport>(answer).checks.map(({id}) => id)).to.deep.equal([...CHECK_IDS]);
  });

  it('tells all faults of a configuration, and ends with 3', async () => {
    const at = install({PORT: 'abc', MAX_USERS: '0', COUNT_DAY: '990990000001'});
    const answer = await at.run('doctor --json');
    expect(answer.code).to.equal(3);
    const [first, ...rest] = jsonOf<DoctorReport>(answer).checks;
    expect(first).to.include({id: 'SC-D01', state: 'fail'});
    expect(first?.found).to.include('PORT').and.to.include('MAX_USERS').and.to.include('COUNT_DAY');
    expect(answer.out, 'what was set by mistake may be an id').to.not.include('990990000001');
    expect(new Set(rest.map(({state}) => state))).to.deep.equal(new Set(['skipped']));
    expect(trace(at)).to.deep.equal([]);
    expect((await at.here('doctor --only D02')).code).to.equal(3);
  });

  it('names a damaged file', async () => {
    const at = install();
    await at.here('demo');
    const file = openSync(join(at.data, 'state.db'), 'r+');
    const {size} = fstatSync(file);
    // All pages of the second half.
    writeSync(file, Buffer.alloc(size >> 1, 0x5a), 0, size >> 1, size >> 1);
    closeSync(file);
    const answer = await at.here('doctor --json --skip D02');
    expect(answer.code).to.equal(1);
    expect(notOk(answer)['SC-D14']).to.equal('fail');
  });

  it('refuses a check that is not there, and takes what is accepted', async () => {
    const at = install({DOCTOR_ACCEPT: 'D20'});
    const refused = await at.here('doctor --only D99 --json');
    expect(refused.code).to.equal(2);
    expect(jsonOf(refused)).to.have.nested.property('error.message', 'there is no check "D99"');
    expect((await at.here('doctor --only D02 --skip D02')).code).to.equal(2);
    expect((await at.here('doctor --only D20 --strict')).code).to.equal(0);
    expect((await at.here('doctor --only D20 --strict', {DOCTOR_ACCEPT: ''})).code).to.equal(1);
  });

  describe('and the mail server', () => {
    let server: MailServer;
    before(async () => {
      server = await startMailServer(await certificateOf('localhost'));
    });
    after(() => server.close());
    const mail = () => ({
      ...{SMTP_SERVER: '127.0.0.1', SMTP_PORT: String(server.port), SMTP_TLS: 'none', EMAIL_SENDER: 'a@b.example'},
      ...{CAMPAIGN_NOTIFICATION_EMAILS: 'c@b.example', SMTP_USERNAME: 'postmaster', SMTP_PASSWORD: 'wr0ng-pass-word'},
    });

    it('is greeted and left, without a login and without a mail; asked to, it logs in', async () => {
      const at = install(mail());
      const answer = await at.here('doctor --json --only D18');
      expect(jsonOf<DoctorReport>(answer).checks[0], answer.out).to.include({id: 'SC-D18'});
      expect([server.logins, server.taken]).to.deep.equal([[], []]);
      const asked = await at.here('doctor --json --only D18 --login');
      expect(asked.code, asked.out).to.equal(1);
      expect(asked.out).to.include('the login was refused').and.not.to.include('wr0ng');
      expect(server.taken).to.deep.equal([]);
    });
  });

  it('writes a bundle for a ticket: no secret in it and no id, for its owner alone', async () => {
    const [key, old] = [testKey('bundle'), testKey('bundle of before')];
    const ping = 'https://hc.example/0f0f-key-of-the-ping';
    const at = install({ASSIGNMENT_SECRET: key, ASSIGNMENT_SECRET_OLD: old, PING_URL: ping, LOG_FILE: 'sc.log'});
    const id = '990990000001';
    const lines = [`the key ${key}`, `once ${old}`, ping, `row of ${id}`, 'plain'].map((msg) => JSON.stringify({msg}));
    at.write('sc.log', `${lines.join('\n')}\n`);
    const answer = await at.run('doctor --bundle ticket.json --only D02');
    expect(answer.code, answer.err).to.equal(0);
    const text = readFileSync(at.inFolder('ticket.json'), 'utf8');
    for (const planted of [key, old, 'key-of-the-ping', id])
      expect(text.includes(planted), 'a planted text').to.equal(false);
    expect(text)
      .to.include('plain')
      .and.to.include('the key ***')
      .and.to.include('"SCHEDULE_CRON"')
      .and.to.include('SC-D02');
    expect(lstatSync(at.inFolder('ticket.json')).mode & 0o777).to.equal(0o600);
    expect((await at.run('doctor --bundle ticket.json --only D02', {}, SLOW_FILES)).code, 'on a slow disk').to.equal(2);
  });
});
