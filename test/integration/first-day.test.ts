import {spawn} from 'node:child_process';
import {chmodSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {expect} from 'chai';
import {parse} from 'dotenv';
import type {WallTime} from '../../src/domain/ids.ts';
import {certificateOf} from '../support/certificate.ts';
import {freePort} from '../support/free-port.ts';
import {describeOnTestServers} from '../support/given-oracle.ts';
import {answerOf, installations} from '../support/installation.ts';
import {type MailServer, startMailServer} from '../support/mail-server.ts';
import {type MongoServer, startMongoServer} from '../support/mongo-server.ts';
import {fillSources, oracleCounts} from '../support/oracle-data.ts';
import {type OracleServers, startOracleServers} from '../support/oracle-servers.ts';
import {SECRETS} from '../support/secrets.ts';
import {syntheticUsers, theories} from '../support/world.ts';

const MAIN = fileURLToPath(new URL('../../dist/bootstrap/main.js', import.meta.url));
const PEOPLE = 203;

const [, , settings = '', look = '', work = '', end = ''] = readFileSync(
  new URL('../../docs/first-day.md', import.meta.url),
  'utf8',
).split(/^## /m);
const commands = (part: string) => [...part.matchAll(/^ {4}(.*)$/gm)].map(([, line]) => line!);

/** The test servers lack some views that the doctor asks for, which it tells by 4. */
const allowed = (command: string) => command.replace(/^npx softcollection doctor/, '$& || [ $? = 4 ]');

describeOnTestServers('docs/first-day.md', function () {
  this.timeout(240_000);
  const install = installations();
  let servers: OracleServers;
  let mongo: MongoServer;
  let mail: MailServer;
  before(async () => {
    servers = startOracleServers('--timezone', 'Asia/Almaty');
    const now = theories(3).map((theory) => ({
      ...theory,
      startDate: '2020-01-01 00:00:00' as WallTime,
      endDate: '2099-12-31 23:59:59' as WallTime,
    }));
    await fillSources(servers, now, syntheticUsers(PEOPLE));
    mongo = await startMongoServer();
    mail = await startMailServer(await certificateOf('localhost'));
  });
  after(async () => {
    servers?.stop();
    await mongo?.stop();
    await mail?.close();
  });

  it('leads from its settings to a run that came by itself, told by mail, each person in one group', async () => {
    const at = install();
    // npx asks more of this machine than the command does; README's was tried.
    at.write(
      'npx',
      `#!/bin/sh
shift
exec '${process.execPath}' '${MAIN}' "$@"
`,
    );
    chmodSync(at.inFolder('npx'), 0o755);
    const documented = parse(commands(settings).join('\n'));
    const real: Record<string, string> = {
      ...documented,
      ...servers.environment,
      ...SECRETS,
      MONGODB_URI: mongo.url,
      SMTP_SERVER: '127.0.0.1',
      SMTP_PORT: String(mail.port),
    };
    expect(Object.keys(real), 'names of the document only').to.have.members(Object.keys(documented));
    at.write(
      '.env',
      Object.entries(real)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    );

    const script = ['set -eu', 'chmod 600 .env', ...[look, work, end].flatMap(commands).map(allowed), 'wait'].join(
      '\n',
    );
    // No TLS to speak of at these servers, and the page on a port of its own: all else is as documented.
    const env = {PATH: `${at.inFolder('.')}:${process.env.PATH}`, SMTP_TLS: 'none', PORT: String(await freePort())};
    const {code, out, err} = await answerOf(
      spawn('bash', ['-c', script], {cwd: at.inFolder('.'), env, stdio: ['ignore', 'pipe', 'pipe']}),
    );
    expect(code, out + err).to.equal(0);

    const [control, target, mirror] = await Promise.all(
      (['SC_local_control', 'SC_local_target', 'SC_theory_users'] as const).map((table) =>
        oracleCounts(servers, table),
      ),
    );
    const sum = (counts: Record<string, [number, number]>) =>
      Object.values(counts).reduce((all, [rows]) => all + rows, 0);
    expect(sum(control!) + sum(target!)).to.equal(PEOPLE);
    expect(mirror).to.deep.equal(target);
    const subjects = mail.taken.map(({source}) => /^Subject: (.*)$/m.exec(source)?.[1]);
    expect(subjects.length, 'a test mail and that of the run at least').to.be.greaterThan(1);
  });
});
