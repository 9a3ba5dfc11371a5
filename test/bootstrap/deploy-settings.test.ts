import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {expect} from 'chai';
import {parse} from 'dotenv';
import {loadConfig} from '../../src/bootstrap/config.ts';
import {SECRETS, testKey} from '../support/secrets.ts';
import {tempFolder} from '../support/temp-folder.ts';

const CONTENTS: Readonly<Record<string, string>> = {
  'mongodb-uri': 'mongodb://softcollection:pw@db1.bank.example,db2.bank.example/softcollection?replicaSet=rs0&tls=true',
  'assignment-secret': SECRETS.ASSIGNMENT_SECRET,
  'roster-key': SECRETS.ROSTER_KEY,
  'auth-jwt-secret': SECRETS.AUTH_JWT_SECRET,
  'audit-key': testKey('audit'),
};

describe('the settings of deploy/kubernetes', () => {
  const folder = tempFolder();
  after(folder.remove);

  it('are understood, with the secrets that they name, without a warning', () => {
    const given = parse(readFileSync(new URL('../../deploy/kubernetes/softcollection.env', import.meta.url)));
    const secrets = join(folder.path, 'secrets');
    mkdirSync(secrets);
    const environment = Object.fromEntries(
      Object.entries(given).map(([name, value]) => {
        if (!name.endsWith('_FILE')) return [name, value];
        expect(value, name).to.match(/^\/secrets\//);
        const path = join(secrets, basename(value));
        writeFileSync(path, CONTENTS[basename(value)] ?? 'a-password', {mode: 0o400});
        return [name, path];
      }),
    );
    const loaded = loadConfig(folder.path, environment);
    expect(loaded.warnings).to.deep.equal([]);
    expect(loaded).to.have.property('type', 'ok');
    if (loaded.type === 'ok') expect(loaded.config.state.type).to.equal('mongodb');
  });
});
