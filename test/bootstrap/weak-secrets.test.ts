import {execFileSync, spawn} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import fc from 'fast-check';
import {SECRET_FILE_NAMES} from '../../src/bootstrap/config/secret-files.ts';
import {type Environment, readConfig} from '../../src/bootstrap/config.ts';
import {tempFolder} from '../support/temp-folder.ts';
import {configOf, DOCUMENT, faultsOf, faultyNames, HEX_A, HEX_B, SECRETS, warningsOf} from './sample-environment.ts';

const KEYS = ['ASSIGNMENT_SECRET', 'ROSTER_KEY'] as const;

describe('a weak secret', () => {
  const weak = [
    ...['a', '1', '0'].map((digit) => digit.repeat(64)),
    'deadbeef'.repeat(8),
    'change-me-change-me-change-me-32',
    Buffer.from('change-me-change-me-change-me-32').toString('base64'),
    Buffer.from('qwertyuiopasdfghjklzxcvbnm123456').toString('hex'),
    Buffer.from(Array.from({length: 32}, (_, i) => i)).toString('hex'),
    Buffer.from(Array.from({length: 32}, (_, i) => 255 - 3 * i)).toString('base64'),
  ];
  for (const name of KEYS)
    it(`is no ${name}`, () => {
      for (const value of weak) expect(faultyNames({[name]: value}), value).to.deep.equal([name]);
    });

  it('is no AUTH_JWT_SECRET', () => {
    for (const value of ['a'.repeat(32), '3'.repeat(64), 'abcdefg'.repeat(5), 'change-me-change-me-change-me-32'])
      expect(faultyNames({AUTH_JWT_SECRET: value}), value).to.deep.equal(['AUTH_JWT_SECRET']);
  });

  it('is never one of random bytes', () => {
    const drawn = fc.constant(null).map(() => randomBytes(32));
    const property = fc.property(drawn, (key) => {
      for (const text of [key.toString('hex'), key.toString('base64'), key.toString('base64url')]) {
        expect(faultyNames({ROSTER_KEY: text})).to.deep.equal([]);
        expect(faultyNames({AUTH_JWT_SECRET: text})).to.deep.equal([]);
      }
      expect(faultyNames({AUTH_JWT_SECRET: key.toString('hex').slice(0, 32)})).to.deep.equal([]);
    });
    fc.assert(property, {numRuns: 500});
  });

  it('is one value for two purposes, however it is written', () => {
    const base64 = Buffer.from(HEX_A, 'hex').toString('base64');
    expect(faultyNames({ASSIGNMENT_SECRET: HEX_A, ROSTER_KEY: base64})).to.deep.equal(['ROSTER_KEY']);
    expect(faultyNames({ROSTER_KEY: HEX_A.toLowerCase(), AUTH_JWT_SECRET: HEX_A})).to.deep.equal(['AUTH_JWT_SECRET']);
    expect(faultyNames({ROSTER_KEY: HEX_A, AUDIT_KEY: base64})).to.deep.equal(['AUDIT_KEY']);
    expect(faultyNames({AUDIT_KEY: HEX_A, AUTH_JWT_SECRET: HEX_A})).to.deep.equal(['AUTH_JWT_SECRET']);
  });
});

describe('a published password', () => {
  const published = ['your_dssb_password', 'your_password', 'change-me-1', 'local-only', 'oracle', 'Password1'];
  it('is taken for a server on this machine only', () => {
    for (const password of published) {
      const all = {ORACLE_PASSWORD: password, SPSS_ORACLE_PASSWORD: password, SMTP_PASSWORD: password};
      const whole: Environment = {...DOCUMENT, ...SECRETS, ...all};
      expect(faultyNames(whole), password).to.have.members(Object.keys(all));
      expect(JSON.stringify(faultsOf(whole))).to.not.include(password);
      const here = {ORACLE_HOST: 'localhost', SPSS_ORACLE_HOST: '127.0.0.1', SMTP_SERVER: '::1'};
      expect(faultyNames({...whole, ...here}), password).to.deep.equal([]);
    }
  });

  it('is each of those in this repository', () => {
    const root = new URL('../../', import.meta.url).pathname;
    const folders = ['docs', 'deploy', 'deploy/oracle', '.'];
    const files = folders.flatMap((folder) => readdirSync(join(root, folder), {withFileTypes: true})
      .filter((it) => it.isFile() && /\.(md|env|yml|sql)$/.test(it.name)).map(({name}) => join(root, folder, name))); // biome-ignore format: a pipe
    const found = files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/^ *((?:SPSS_)?ORACLE_PASSWORD|SMTP_PASSWORD|ASSIGNMENT_SECRET|ROSTER_KEY|AUTH_JWT_SECRET)[=:] *(\S+)/gm)]); // biome-ignore format: one pattern
    expect(found.length).to.be.greaterThan(2);
    for (const [line, name, value] of found)
      expect(faultyNames({...DOCUMENT, ...SECRETS, [name!]: value}), line).to.include(name);
  });
});

describe('a secret in a file', () => {
  const folder = tempFolder();
  after(() => folder.remove());
  const file = (text: string) => {
    const path = join(folder.path, randomBytes(4).toString('hex'));
    writeFileSync(path, text);
    return path;
  };

  it('is read without the line feed at its end, from .env too', () => {
    const config = configOf({ROSTER_KEY_FILE: file(`${HEX_B}\n`)}, `ASSIGNMENT_SECRET_FILE=${file(HEX_A)}\n`);
    expect(config.secrets).to.deep.include({assignmentSecret: HEX_A.toLowerCase(), rosterKey: HEX_B});
    const {mail} = configOf({...DOCUMENT, ...SECRETS, SMTP_PASSWORD: '', SMTP_PASSWORD_FILE: file(' p w \r\n')});
    expect(mail).to.include({password: ' p w '});
  });

  it('is known for each secret there is', () => {
    expect(SECRET_FILE_NAMES).to.include.members([
      ...['ORACLE_PASSWORD_FILE', 'SPSS_ORACLE_PASSWORD_FILE', 'ORACLE_WALLET_PASSWORD_FILE', 'MONGODB_URI_FILE'],
      ...['SMTP_PASSWORD_FILE', 'AUTH_JWT_SECRET_FILE', 'ASSIGNMENT_SECRET_FILE', 'ROSTER_KEY_FILE', 'PING_URL_FILE'],
    ]);
    for (const name of SECRET_FILE_NAMES) expect(warningsOf({}, `${name}=`)).to.deep.equal([]);
    expect(SECRET_FILE_NAMES).to.not.include('DATA_DIR_FILE');
  });

  it('may be a pipe', () => {
    const pipe = join(folder.path, 'pipe');
    execFileSync('mkfifo', [pipe]);
    spawn('sh', ['-c', `echo ${HEX_A} > '${pipe}'`], {stdio: 'ignore'});
    expect(faultyNames({ROSTER_KEY_FILE: pipe})).to.deep.equal([]);
  });

  it('is a fault when it cannot be read, is empty, is weak, or is given twice; its text is never told', () => {
    const missing = join(folder.path, 'missing');
    expect(faultsOf({ROSTER_KEY_FILE: missing})).to.deep.include({
      variable: 'ROSTER_KEY_FILE',
      expected: 'the path of a UTF-8 text file, not empty and of at most 64 KB, that this user may read',
      got: missing,
    });
    expect(faultyNames({ROSTER_KEY_FILE: file('\n')})).to.deep.equal(['ROSTER_KEY_FILE']);
    const notUtf8 = file('');
    writeFileSync(notUtf8, Uint8Array.from([0x70, 0xff, 0xfe]));
    for (const path of [folder.path, '/dev/zero', file('x'.repeat(65_537)), notUtf8])
      expect(faultyNames({SMTP_PASSWORD_FILE: path})).to.include('SMTP_PASSWORD_FILE');
    expect(faultyNames({ROSTER_KEY: HEX_A, ROSTER_KEY_FILE: file(HEX_B)})).to.include('ROSTER_KEY_FILE');
    const weak = 'hush'.repeat(9);
    const answer = readConfig({AUTH_JWT_SECRET_FILE: file(weak)}, null);
    expect(answer.type).to.equal('faults');
    expect(JSON.stringify(answer)).to.not.include('hush');
  });
});
