import {spawn} from 'node:child_process';
import {chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {expect} from 'chai';
import {type Command, documentedCommands} from '../support/documents.ts';
import {type Served, serve} from '../support/http-installation.ts';
import {type Answer, answerOf, type Installation, installations, TODAY} from '../support/installation.ts';
import {campaignRows, sampleUsers, writeCsv} from '../support/sample-csv.ts';

const ROOT = new URL('../../', import.meta.url);
const MAIN = fileURLToPath(new URL('dist/bootstrap/main.js', ROOT));

/** Executed by another test, or by CI: the file, and what stands there. */
const ELSEWHERE: Readonly<Record<string, readonly [file: string, words: string]>> = {
  'npm run demo': ['test/e2e/demo-balance.test.ts', "'demo"],
  'npm test': ['.ci/run', 'npm test'],
  'npm run build': ['test/support/installation.ts', "'build'"],
  'npm ci --ignore-scripts': ['tools/ready.mjs', "'--ignore-scripts'"],
  'npm ci': ['tools/ready.mjs', "'ci'"],
  'npm ci --omit=dev --ignore-scripts': ['tools/bundle.mjs', "'ci'"],
  'softcollection start': ['test/support/running-service.ts', "at.start('start'"],
  'npm run bundle': ['test/integration/bundle.test.ts', "'bundle'"],
  'sha256sum --check softcollection-VERSION-linux-x64.tar.gz.sha256': ['test/integration/bundle.test.ts', "'--check'"],
  'tar -xzf softcollection-VERSION-linux-x64.tar.gz -C /opt': ['test/integration/bundle.test.ts', "'-xzf'"],
  '/opt/softcollection-VERSION-linux-x64/bin/softcollection demo': ['test/integration/bundle.test.ts', "['demo']"],
  'npm pack': ['test/integration/bundle.test.ts', "'pack'"],
  'npm install -g --ignore-scripts ./softcollection-VERSION.tgz': ['test/integration/bundle.test.ts', "'-g'"],
  'bash deploy/drill/disaster.sh drill-2024-01-15': ['test/integration/disaster.test.ts', 'disaster.sh'],
  'npm run sbom': ['test/e2e/sbom.test.ts', "'sbom'"],
  'promtool test rules': ['test/integration/alerts.test.ts', "'promtool'"],
  'softcollection runs abandon RUN --reason "…"': ['test/e2e/owed.test.ts', "'abandon'"],
  'softcollection verify RUN --explain < id.txt': ['test/e2e/audit-export.test.ts', "new URL('audit.md', DOCS)"],
  'kill -HUP': ['test/integration/ops/cases.test.ts', '07-sighup'],
  'npm run test:integration': ['.ci/run', 'test:stores'],
  'npm run simulate -- --seeds 10000': ['.ci/run', 'simulate:ci'],
  'npm run test:ops': ['.ci/run', 'test:ops'],
  'npm run test:browser': ['.ci/run', 'test:browser'],
  'apt-get install faketime': ['.ci/run', 'install faketime'],
  'apt-get install chromium': ['.ci/run', 'install chromium'],
};

/** Executed by no test, and why. */
const NOT_EXECUTED: Readonly<Record<string, string>> = {
  'docker compose up': 'no Docker here; never run so far',
  'kubectl apply -k deploy/kubernetes': 'no cluster here; never run so far',
  'kubectl exec deploy/softcollection -- /nodejs/bin/node /app/dist/bootstrap/main.js …':
    'no cluster here; never run so far',
  'kubectl kustomize deploy/kubernetes': 'Debian has no kubectl; by hand',
  'kubectl kustomize': 'the same',
  'systemctl restart softcollection': 'no systemd runs here; never run so far',
  'systemd-run --pipe --wait -p EnvironmentFile=…': 'no systemd runs here; never run so far',
  'systemd-analyze verify': 'judges a machine that has the bundle in /opt; by hand',
  'mongodump --oplog': 'no MongoDB here; never run so far',
  'npm audit': 'asks a registry; by hand',
  'npm rebuild better-sqlite3-node20': 'compiles for a minute; by hand, on Node 20',
  'npm run bundle -- linux-x64 linux-arm64': 'for other platforms; by hand',
  'npm run build:mail': 'its result is committed; by hand after a change of the template',
  'npm run bench': 'an hour of measuring; by hand',
  'npm run bench -- oracle': 'half an hour on a pair of Oracle servers; by hand',
  'npm run bench -- mornings next-day history mongodb oracle-past': 'an hour of measuring; by hand',
  'npm run mutate': 'hours; by hand',
  'npm run mutate -- verify notify': 'an hour; by hand',
  'TESTS=prune,backup npm run mutate -- state': 'minutes; by hand',
  'npm version NEXT --no-git-tag-version': 'changes the version; by whoever releases',
  'npm run test:node -- 22 24 26': 'fetches three Nodes and tests on each; by hand',
  'npm run screenshots': 'pictures are committed; by hand after a change of the pages',
  'TEST_ORACLE=erase npm run test:integration': 'no Oracle here; tried against the test servers only',
};

/** No commands: lines of the log. */
const NO_COMMANDS = ['softcollection started', 'softcollection stopped'];

/** What a command ends with here, if not with 0: all are distributed already when it is its turn. */
const ENDS: Readonly<Record<string, number>> = {
  'softcollection run --dry-run --sql': 6,
  'softcollection run --force --reason "…"': 6,
  'softcollection run --i-have-reconciled': 6,
  // The service stands here.
  'softcollection state restore state-2024-01-15.backup': 5,
  // Names the command; alone it says what it asks for.
  'softcollection audit export': 2,
};

type Package = {readonly version: string; readonly scripts: object};
const PACKAGE = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as Package;
/** A name with another version than this one is listed nowhere. */
const named = (command: string) => command.replaceAll(PACKAGE.version, 'VERSION');
const isHere = ({command}: Command) =>
  !(named(command) in ELSEWHERE || named(command) in NOT_EXECUTED || NO_COMMANDS.includes(command));

describe('each command of README and docs', () => {
  const install = installations();
  let at: Installation;
  let served: Served;
  let token: string;

  const execute = (command: string): Promise<Answer> => {
    const env = {...at.environment, PATH: `${at.inFolder('bin')}:${process.env.PATH}`, PORT: String(served.port)};
    const options = {cwd: at.inFolder('.'), env: {...env, TOKEN: token}};
    return answerOf(spawn('bash', ['-c', command], {...options, stdio: ['ignore', 'pipe', 'pipe']}));
  };

  /** With what is real in this installation. */
  const given = async (command: string): Promise<string> => {
    const head = command.includes('HEAD') ? /h[0-9a-f]+\.\S+/.exec((await at.run('verify --chain')).out)?.[0] : '';
    const print = command.includes('FINGERPRINT') ? /SHA-256 (\w+)/.exec((await at.run('config --json')).out)?.[1] : '';
    const real = {
      FINGERPRINT: print ?? '',
      'earlier.jsonl': 'audit.jsonl',
      COMMAND: 'run',
      RUN: `distribution-${TODAY}`,
      HEAD: head ?? '',
      '2024-01-15': TODAY,
    };
    const text = Object.entries(real).reduce((so, [name, value]) => so.replaceAll(name, value), command);
    return text.replace('127.0.0.1:8000', `127.0.0.1:${served.port}`).replace(/^curl/, 'curl -sSf');
  };

  before(async () => {
    at = install();
    at.write('campaigns.csv', writeCsv(campaignRows()));
    at.write('users.csv', writeCsv(sampleUsers(200).rows));
    at.write('plan.md', 'Group B gets a mild reminder.\n');
    copyFileSync(new URL('docs/check-audit-export.mjs', ROOT), at.inFolder('check-audit-export.mjs'));
    mkdirSync(at.inFolder('bin'));
    writeFileSync(at.inFolder('bin/softcollection'), `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' "$@"\n`);
    chmodSync(at.inFolder('bin/softcollection'), 0o755);
    served = await serve(at);
    token = (await at.run('token --sub curl --permission admin')).out.trim();
  });
  after(() => served.stop());

  for (const {command, file} of documentedCommands().filter(isHere)) {
    it(`${command} (${file})`, async () => {
      const {code, out, err} = await execute(await given(command));
      expect(code, `${out}\n${err}`).to.equal(ENDS[command] ?? 0);
    });
  }

  it('is one of these, or is executed elsewhere, or says why it is not', () => {
    const documented = documentedCommands().map(({command}) => named(command));
    const listed = [...Object.keys(ELSEWHERE), ...Object.keys(NOT_EXECUTED), ...NO_COMMANDS, ...Object.keys(ENDS)];
    expect(
      listed.filter((command) => !documented.includes(command)),
      'not in README or docs any more',
    ).to.deep.equal([]);
    for (const [command, [file, words]] of Object.entries(ELSEWHERE))
      expect(readFileSync(new URL(file, ROOT), 'utf8'), command).to.include(words);
  });

  it('that npm runs is one of package.json', () => {
    const scripts = documentedCommands().flatMap(({command}) => /npm run (\S+)/.exec(command)?.[1] ?? []);
    expect(Object.keys(PACKAGE.scripts)).to.include.members(scripts);
  });
});
