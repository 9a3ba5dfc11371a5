import {execFile} from 'node:child_process';
import {mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {expect} from 'chai';
import {Failure} from '../../src/application/failure.ts';
import type {SecretName} from '../../src/bootstrap/config/config-types.ts';
import {describeConfig} from '../../src/bootstrap/config/describe-config.ts';
import {readConfig} from '../../src/bootstrap/config.ts';
import {auditKeyOf, ensureSecrets, provideSecrets} from '../../src/bootstrap/secrets.ts';
import {SECRETS} from '../support/secrets.ts';
import {tempFolder} from '../support/temp-folder.ts';

const ALL: readonly SecretName[] = ['ASSIGNMENT_SECRET', 'ROSTER_KEY', 'AUTH_JWT_SECRET'];
const PROCESSES = 6;
const FOLDERS = 40;

/** A process that waits for the moment at which all begin, then asks folder after folder. */
const RACER = `
  import {ensureSecrets} from ${JSON.stringify(new URL('../../src/bootstrap/secrets.ts', import.meta.url).href)};
  const [base, start] = process.argv.slice(1);
  const answers = [];
  for (let i = 0; i < ${FOLDERS}; i++) {
    while (Date.now() < Number(start) + i * 5);
    answers.push(ensureSecrets(base + '/' + i, ['ROSTER_KEY', 'ASSIGNMENT_SECRET', 'AUTH_JWT_SECRET']));
  }
  console.log(JSON.stringify(answers));
`;

describe('secrets kept in DATA_DIR', () => {
  let folder: ReturnType<typeof tempFolder>;
  let dataDir: string;
  let file: string;
  beforeEach(() => {
    folder = tempFolder();
    dataDir = join(folder.path, 'deep', 'var');
    file = join(dataDir, 'secrets.json');
  });
  afterEach(() => folder.remove());

  const failureOf = (work: () => unknown): Failure => {
    try {
      work();
    } catch (error) {
      if (error instanceof Failure) return error;
      throw error;
    }
    throw new Error('nothing failed');
  };

  it('are made once, 32 random bytes each, for their owner alone', () => {
    const secrets = ensureSecrets(dataDir, ALL);
    const values = Object.values(secrets);
    for (const value of values) expect(value).to.match(/^[0-9a-f]{64}$/);
    expect(new Set(values).size).to.equal(3);
    expect(statSync(file).mode & 0o777).to.equal(0o600);
    expect(readdirSync(dataDir)).to.deep.equal(['secrets.json']);
    expect(ensureSecrets(dataDir, ALL)).to.deep.equal(secrets);
    expect(ensureSecrets(join(folder.path, 'other'), ALL)).not.to.deep.equal(secrets);
  });

  it('are given as they are wanted, now or later', () => {
    const first = ensureSecrets(dataDir, ['ROSTER_KEY']);
    expect(Object.keys(first)).to.deep.equal(['ROSTER_KEY']);
    expect(ensureSecrets(dataDir, ALL).ROSTER_KEY).to.equal(first.ROSTER_KEY);
  });

  it('leave the folder alone if none is wanted', () => {
    expect(ensureSecrets(dataDir, [])).to.deep.equal({});
    expect(readdirSync(folder.path)).to.deep.equal([]);
  });

  it('are the same for all processes that start at once', async () => {
    const start = String(Date.now() + 2500);
    const args = ['--import', 'tsx', '--input-type=module', '-e', RACER, folder.path, start];
    const racers = Array.from({length: PROCESSES}, () => promisify(execFile)(process.execPath, args));
    const answers = (await Promise.all(racers)).map(({stdout}) => JSON.parse(stdout) as unknown[]);
    const distinct = new Set(answers[0]?.map((answer) => JSON.stringify(answer)));
    expect(distinct.size).to.equal(FOLDERS);
    for (const other of answers) expect(other).to.deep.equal(answers[0]);
    for (let i = 0; i < FOLDERS; i++) expect(readdirSync(join(folder.path, String(i)))).to.deep.equal(['secrets.json']);
  });

  it('fill a configuration, which still says where they are from', () => {
    const answer = readConfig({DATA_DIR: dataDir, ROSTER_KEY: SECRETS.ROSTER_KEY}, null);
    if (answer.type !== 'ok') throw new Error('faults');
    const config = provideSecrets(answer.config);
    const kept = ensureSecrets(dataDir, ALL);
    expect(config.secrets.assignmentSecret).to.equal(kept.ASSIGNMENT_SECRET);
    expect(config.secrets.rosterKey).to.equal(SECRETS.ROSTER_KEY);
    expect(config.auth).to.include({type: 'secret', secret: kept.AUTH_JWT_SECRET});
    expect(describeConfig(config)).to.deep.equal(describeConfig(answer.config));
    expect(describeConfig(config)).to.include({ASSIGNMENT_SECRET: '(generated in DATA_DIR)', ROSTER_KEY: '***'});
  });

  it('have the key of audit exports beside them, made when it is first asked for', () => {
    const read = (texts: Record<string, string>) => {
      const answer = readConfig({DATA_DIR: dataDir, ...texts}, null);
      return provideSecrets((answer as Extract<typeof answer, {config: unknown}>).config);
    };
    const config = read({});
    expect(readdirSync(dataDir)).to.deep.equal(['secrets.json']);
    const key = auditKeyOf(config);
    expect(key).to.match(/^[0-9a-f]{64}$/);
    expect([auditKeyOf(config), auditKeyOf(read({}))]).to.deep.equal([key, key]);
    const own = join(dataDir, 'audit-key');
    expect([readdirSync(dataDir), statSync(own).mode & 0o777]).to.deep.equal([['audit-key', 'secrets.json'], 0o600]);
    expect(auditKeyOf(read({AUDIT_KEY_FILE: own, DATA_DIR: join(folder.path, 'other')}))).to.equal(key);
    expect(auditKeyOf({...config, storage: {...config.storage, type: 'oracle'} as never})).to.equal(null);
    writeFileSync(own, key!.slice(1));
    const {kind, message, advice} = failureOf(() => auditKeyOf(config));
    expect([kind, message]).to.deep.equal(['configuration', `audit-key in ${dataDir} is damaged`]);
    expect(message + advice).to.not.include(key!.slice(1, 9));
  });

  it('that are damaged stop everything, and nothing is made in their place', () => {
    ensureSecrets(dataDir, ALL);
    const whole = readFileSync(file, 'utf8');
    const texts = [
      '',
      '{',
      'null',
      '[]',
      '"x"',
      whole.slice(0, -30),
      whole.replace(/[0-9a-f]{64}/, 'abc'),
      '{"ROSTER_KEY": 1}',
    ];
    for (const text of texts) {
      writeFileSync(file, text);
      const failure = failureOf(() => ensureSecrets(dataDir, ALL));
      expect(failure.kind, text).to.equal('configuration');
      expect(failure.message).to.match(/^secrets\.json in .* is damaged/);
      expect(failure.advice).to.match(/^restore secrets\.json from a backup.*do not just delete it/);
      expect(readFileSync(file, 'utf8')).to.equal(text);
    }
  });

  it('that are damaged are quoted nowhere', () => {
    ensureSecrets(dataDir, ALL);
    const whole = readFileSync(file, 'utf8');
    const values = whole.match(/[0-9a-f]{64}/g) ?? [];
    expect(values).to.have.length(3);
    writeFileSync(file, whole.replaceAll('"', '').replaceAll('\n', ''));
    const {message, advice, stack, cause} = failureOf(() => ensureSecrets(dataDir, ALL));
    const said = [message, advice, stack, String(cause)].join();
    for (const value of values) expect(said).not.to.include(value.slice(0, 8));
  });

  it('out of reach are a failure to wait for or to mend', () => {
    writeFileSync(join(folder.path, 'file'), '');
    mkdirSync(file, {recursive: true});
    for (const [path, code, advice] of [
      [dataDir, 'EISDIR', 'secrets.json has to be a file: remove the folder of that name'],
      [join(folder.path, 'file'), 'ENOTDIR', 'set DATA_DIR to a folder'],
      [join(folder.path, 'x'.repeat(300)), 'ENAMETOOLONG', /^let this user read and write in .*, or set DATA_DIR$/],
    ] as const) {
      const failure = failureOf(() => ensureSecrets(path, ALL));
      expect(failure.kind).to.equal('unreachable');
      expect(failure.message).to.equal(`secrets.json in ${path} cannot be read or made (${code})`);
      expect(failure.advice).to.match(typeof advice === 'string' ? new RegExp(`^${advice}$`) : advice);
    }
  });
});
