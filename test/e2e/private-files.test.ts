import {chmodSync, readdirSync, statSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import {certificateOf} from '../support/certificate.ts';
import {fill} from '../support/filled.ts';
import {installations} from '../support/installation.ts';
import {services} from '../support/running-service.ts';
import {SECRETS} from '../support/secrets.ts';

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

function modesIn(folder: string): Record<string, string> {
  const names = readdirSync(folder, {recursive: true}).map(String);
  return Object.fromEntries(['', ...names].map((name) => [name, modeOf(join(folder, name))]));
}

describe('the files of an installation', () => {
  const install = installations();

  it("are the user's alone, whatever the umask was", async () => {
    const at = install({LOG_FILE: 'service.log'});
    await fill(at);
    expect((await at.run('run', {}, [], ['sh', '-c', 'umask 0; exec "$0" "$@"'])).code).to.equal(0);
    const modes = modesIn(at.data);
    expect(Object.keys(modes)).to.include.members(['dssb_app.db', 'spss.db', 'state.db', 'secrets.json', 'mail']);
    for (const [name, mode] of Object.entries(modes)) expect(mode, name).to.match(/^[67]00$/);
    expect(modeOf(at.inFolder('service.log'))).to.equal('600');
  });

  it('are closed at the next start if they were open, with one line; what is not ours is let alone', async () => {
    const at = install();
    await fill(at);
    await at.here('run');
    at.write('data/notes.txt', 'not ours');
    for (const name of ['', 'dssb_app.db', 'state.db', 'mail']) chmodSync(join(at.data, name), 0o755);
    const mail = join(at.data, 'mail', readdirSync(join(at.data, 'mail')).find((name) => name.endsWith('.eml'))!);
    for (const path of [mail, at.inFolder('data/notes.txt')]) chmodSync(path, 0o644);
    const {code, err} = await at.run('status');
    expect(code).to.equal(0);
    expect(err.match(/open to other accounts; now/g), err).to.have.length(1);
    for (const name of ['', 'dssb_app.db', 'state.db', 'mail']) expect(modeOf(join(at.data, name))).to.match(/00$/);
    expect([modeOf(mail), modeOf(at.inFolder('data/notes.txt'))]).to.deep.equal(['600', '644']);
    expect((await at.run('status')).err).to.not.include('open to other accounts');
  });

  it('of secrets that anybody may read are warned of; with Oracle nothing starts', async () => {
    const at = install();
    at.write('.env', 'MAX_USERS=6\n');
    await at.run('scheduler start');
    for (const name of ['.env', 'data/secrets.json']) chmodSync(at.inFolder(name), 0o644);
    const warned = (await at.run('config')).err;
    for (const name of ['.env', 'secrets.json'])
      expect(warned).to.match(
        new RegExp(`^warning: .*${name} can be read by any account of this machine: chmod 600`, 'm'),
      );
    const oracle = {
      ...SECRETS, ORACLE_HOST: 'localhost', ORACLE_SID: 'x', ORACLE_USER: 'u', ORACLE_PASSWORD: 'p-1',
      SPSS_ORACLE_HOST: 'localhost', SPSS_ORACLE_SID: 'x', SPSS_ORACLE_USER: 'u', SPSS_ORACLE_PASSWORD: 'p-2',
    }; // biome-ignore format: pairs
    const refused = await at.run('config', oracle);
    expect([refused.code, refused.err]).to.deep.equal([3, refused.err]);
    expect(refused.err).to.match(/\.env: expected a file that only its owner may read/);
    chmodSync(at.inFolder('.env'), 0o600);
    chmodSync(at.inFolder('data/secrets.json'), 0o600);
    expect((await at.run('config', oracle)).code).to.equal(0);
  });

  it('of HTTPS: a key that anybody may read is told of, by a link too; no pair is exit code 3', async () => {
    const at = install({TLS_CERT_FILE: 'sc.pem', TLS_KEY_FILE: 'link.key'});
    await fill(at);
    const [{cert, key}, other] = await Promise.all([certificateOf('localhost'), certificateOf('localhost')]);
    at.write('sc.pem', cert);
    at.write('sc.key', other.key);
    symlinkSync('sc.key', at.inFolder('link.key'));
    chmodSync(at.inFolder('sc.key'), 0o644);
    const {code, err} = await at.run('start');
    expect(code, err).to.equal(3);
    expect(err).to.match(/^warning: .*link\.key can be read by any account of this machine: chmod 600/m);
    expect(err).to.match(/HTTPS cannot be served: the key in .*link\.key is not that of the certificate in .*sc\.pem/);
    expect(err).to.not.include('PRIVATE KEY');
    at.write('sc.key', key);
    chmodSync(at.inFolder('sc.key'), 0o600);
    const served = services();
    const service = served.start(at, {HTTP_HOST: '0.0.0.0'});
    await service.hears('HTTP is listening').finally(served.killAll);
    expect(service.said()).to.not.match(/in clear|any account/);
  });

  it('show no control character of an actor or a campaign on a terminal', async () => {
    const at = install();
    await fill(at);
    await at.here('run');
    const db = at.open('state');
    db.prepare('UPDATE events SET actor = ?').run('eve\x1b]0;owned\x07\r\nforged');
    db.close();
    const [{run_id: id}] = JSON.parse((await at.here('runs list --json')).out).runs as [{run_id: string}];
    for (const words of [`runs events ${id}`, `runs show ${id}`, 'audit']) {
      const {out, err} = await at.run(words);
      expect(out + err, words).to.not.match(/(?![\n\t])\p{Cc}/u);
      expect(out, words).to.not.match(/^forged/m);
    }
  });
});
