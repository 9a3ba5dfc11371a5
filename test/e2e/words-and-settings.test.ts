import {existsSync, readFileSync} from 'node:fs';
import {expect} from 'chai';
import {installations, type Settings} from '../support/installation.ts';
import {testKey} from '../support/secrets.ts';

const COMMANDS = [
  'demo', 'run', 'resume', 'preview', 'verify', 'runs list', 'runs show', 'runs events', 'runs abandon',
  'import users', 'import campaigns', 'export assignments', 'audit export', 'campaign register', 'campaign show',
  'config',
]; // biome-ignore format: as in the contract
/** As a terminal that shows colours. */
const TERMINAL = ['--import', 'data:text/javascript,process.stdout.isTTY = true'];
const ESCAPE = '\u001B[';

describe('the words of a command line', () => {
  const install = installations();

  it('are explained by --help for every command, and nothing is touched for it', async () => {
    const empty = install();
    const answers = await Promise.all(COMMANDS.map((words) => empty.here(`${words} --help`)));
    for (const [i, {code, out, err}] of answers.entries()) {
      expect([code, err], COMMANDS[i]).to.deep.equal([0, '']);
      expect(out).to.include(`Usage: softcollection ${COMMANDS[i]}`).and.include('--json').and.include('--help');
    }
    const {code, out} = await empty.run('--help');
    expect(code).to.equal(0);
    for (const words of COMMANDS) expect(out).to.include(words.split(' ')[0]);
    expect(existsSync(empty.data), 'a data folder is made').to.equal(false);
  });

  it('end with 2 and what is wrong with them, and nothing is touched', async () => {
    const wrong = {
      rnu: 'run',
      'run --nosuch': '--nosuch',
      'run --jsno': '--json',
      'run twice': 'argument',
      'import users': 'file',
      'import nosuch x.csv': 'nosuch',
      'runs abandon x': '--reason',
    };
    const empty = install();
    const answers = Object.entries(wrong).map(async ([words, said]) => ({words, said, ...(await empty.here(words))}));
    for (const {words, said, code, out, err} of await Promise.all(answers)) {
      expect([words, code, out]).to.deep.equal([words, 2, '']);
      expect(err, words).to.include(said).and.not.include('    at ');
    }
    expect(existsSync(empty.data), 'a data folder is made').to.equal(false);
  });

  it('end with 2 when they name a run that is not there', async () => {
    const at = install();
    const words = ['runs show', 'runs events', 'resume', 'runs abandon --reason x'];
    const answers = await Promise.all(words.map((it) => at.here(`${it} nosuch`)));
    for (const {code, out, err} of answers) {
      expect([code, out], err).to.deep.equal([2, '']);
      expect(err).to.include('there is no run nosuch').and.include('runs list');
    }
  });

  it('are answered in colour on a terminal, and without when NO_COLOR is set', async () => {
    const at = install();
    const ask = (settings: Settings) => at.run('preview', settings, TERMINAL);
    const answers = await Promise.all([ask({}), ask({NO_COLOR: '1'}), at.run('preview')]);
    expect(answers.map(({code}) => code)).to.deep.equal([6, 6, 6]);
    expect(answers.map(({out}) => out.includes(ESCAPE))).to.deep.equal([true, false, false]);
    expect(answers[1]!.err).to.not.include(ESCAPE);
  });
});

describe('the settings', () => {
  const install = installations();
  const HUSH = 'hush-hush';

  it('are all judged at once: 3, each fault by name, no value of a secret, nothing made', async () => {
    const at = install();
    const wrong = {
      PORT: 'http', LEASE: '1', BATCH_ROWS: '0', COUNT_DAY: '30-6', MAX_USERS: 'many', SCHEDULE_TIMEZONE: 'Almaty/Asia',
      STORAGE: 'paper', ASSIGNMENT_SECRET: HUSH, ROSTER_KEY: `${HUSH} 2`, AUTH_JWT_SECRET: HUSH, SMTP_PASSWORD: `${HUSH}\n`,
      PING_URL: `ftp://x/${HUSH}`,
    }; // biome-ignore format: pairs
    for (const words of ['run', 'config --json']) {
      const {code, out, err} = await at.run(words, wrong);
      expect(code, err).to.equal(3);
      for (const name of Object.keys(wrong)) expect(err).to.include(`${name}: `);
      expect(out + err).to.not.include(HUSH);
    }
    expect(existsSync(at.data), 'a data folder is made').to.equal(false);
  });

  it('that name a column which the embedded table has not are told by config, and make nothing', async () => {
    const at = install();
    const {code, err} = await at.here('config', {STRATIFY_BY: 'REGION,RAION'});
    expect([code, err]).to.deep.equal([0, err]);
    expect(err).to.match(
      /^warning: SC_1_120 has no column RAION, which STRATIFY_BY names: correct STRATIFY_BY: .*FILIAL/,
    );
    expect(existsSync(at.data)).to.equal(false);
    expect((await at.here('config', {STRATIFY_BY: 'REGION,sex'})).err).to.equal('');
  });

  it('are shown by config, the secrets masked', async () => {
    const secret = testKey('set');
    const at = install({ASSIGNMENT_SECRET: secret, MAX_USERS: '77'});
    expect((await at.run('scheduler start')).code, 'which makes the others').to.equal(0);
    const {code, out, err} = await at.run('config');
    expect([code, err]).to.deep.equal([0, '']);
    expect(out)
      .to.match(/^MAX_USERS +77$/m)
      .and.match(/^ASSIGNMENT_SECRET +\*\*\*$/m)
      .and.not.include(secret);
    const {ROSTER_KEY: kept} = JSON.parse(readFileSync(at.inFolder('data/secrets.json'), 'utf8')) as Record<
      string,
      string
    >;
    expect(out).to.not.include(kept);
  });

  it('are explained by config --describe: what for, what they may be, what stands in for them', async () => {
    const at = install({MAX_USERS: '77'});
    const {code, out} = await at.here('config --describe');
    expect(code).to.equal(0);
    expect(out).to.match(/^MAX_USERS +77\n +More users than this stop a run .+\(.+; default 200000\)$/m);
    const all = JSON.parse((await at.here('config --describe --json')).out) as Record<string, object>;
    expect(Object.keys(all)).to.have.members(Object.keys(JSON.parse((await at.here('config --json')).out)));
    expect(all.MAX_USERS)
      .to.include({value: 77, default: '200000'})
      .and.have.keys('value', 'doc', 'expected', 'default');
  });

  it('warn of a name that is close to a known one', async () => {
    const {code, out, err} = await install().run('runs --json', {BATCH_ROW: '5', ASIGNMENT_SECRET: HUSH});
    expect([code, JSON.parse(out)]).to.deep.equal([0, {runs: [], next: null}]);
    expect(err).to.include('BATCH_ROW is not known; did you mean BATCH_ROWS?');
    expect(err).to.include('ASIGNMENT_SECRET is not known; did you mean ASSIGNMENT_SECRET?').and.not.include(HUSH);
  });

  it('are read from .env too, and the environment wins', async () => {
    const at = install({MAX_USERS: '5'});
    at.write('.env', 'MAX_USERS=6\nBATCH_ROWS=7\nNO_SUCH_NAME=8\n');
    const {out, err} = await at.run('config --json');
    expect(JSON.parse(out)).to.include({MAX_USERS: 5, BATCH_ROWS: 7});
    expect(err).to.include('NO_SUCH_NAME in .env is not known');
  });
});
