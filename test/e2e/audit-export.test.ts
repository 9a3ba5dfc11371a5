import {spawnSync} from 'node:child_process';
import {createHash, createPublicKey, verify} from 'node:crypto';
import {copyFileSync, existsSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {expect} from 'chai';
import fc from 'fast-check';
import {auditSigner} from '../../src/adapters/crypto/audit-signer.ts';
import type {StoredEvent} from '../../src/application/ports/event-store.ts';
import type {DistributionPlan, GroupCount, GroupWrite, PlannedCampaign} from '../../src/domain/run-events.ts';
import {fill} from '../support/filled.ts';
import {type Installation, installations, jsonOf, TODAY} from '../support/installation.ts';
import {SECRETS, testKey} from '../support/secrets.ts';

const DOCS = new URL('../../docs/', import.meta.url);
const SCRIPT = fileURLToPath(new URL('check-audit-export.mjs', DOCS));
const MAIN = fileURLToPath(new URL('../../dist/bootstrap/main.js', import.meta.url));

const KEY = testKey('audit');

type Exported = {events: number; runs: number; broken: string[]; fingerprint: string};

/** An installation with a completed run, and its export. */
async function exported(at: Installation, words = '') {
  await fill(at, {people: 120, campaigns: 3});
  expect((await at.here('run')).code).to.equal(0);
  const answer = await at.run(`audit export --since ${TODAY} --to audit.jsonl --json ${words}`);
  expect(answer.code, answer.err).to.equal(0);
  return {at, ...jsonOf<Exported>(answer), text: readFileSync(at.inFolder('audit.jsonl'))};
}

function idsIn(at: Installation): string[] {
  const dssb = at.open('dssb_app');
  const ids = dssb.prepare('SELECT IIN FROM SC_local_target').pluck().all();
  dssb.close();
  return ids.map(String);
}

/** The documented script's word on a file of these bytes. */
function check(at: Installation, bytes: string | Uint8Array, fingerprint: string) {
  writeFileSync(at.inFolder('checked.jsonl'), bytes);
  const args = [SCRIPT, at.inFolder('checked.jsonl'), fingerprint];
  const {status, stdout, stderr} = spawnSync(process.execPath, args, {encoding: 'utf8', env: {}});
  return {status, stdout, stderr};
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function signatureIn(text: string): Buffer {
  return Buffer.from(JSON.parse(text.trimEnd().split('\n').at(-1)!).signature, 'base64');
}

/** The signature by hand: nothing of the product, nothing of the script. */
function isSigned(bytes: Buffer, fingerprint: string): boolean {
  try {
    const end = bytes.subarray(0, -1).lastIndexOf('\n') + 1;
    const der = Buffer.from(JSON.parse(`${bytes}`.split('\n')[0]!).public_key, 'base64');
    const last = bytes.subarray(end).toString();
    const signature = Buffer.from(JSON.parse(last).signature, 'base64');
    const digest = createHash('sha256').update(bytes.subarray(0, end)).digest('hex');
    const key = createPublicKey({key: der, format: 'der', type: 'spki'});
    const isKnown = createHash('sha256').update(der).digest('hex') === fingerprint;
    return (
      isKnown &&
      verify(null, Buffer.from(digest), key, signature) &&
      last === `{"signature":"${signature.toString('base64')}"}\n`
    );
  } catch {
    return false;
  }
}

type Told = Pick<StoredEvent, 'stream' | 'version' | 'type' | 'data'>;

function eventsIn(text: Buffer): Told[] {
  return `${text}`
    .split('\n')
    .slice(1, -3)
    .map((line) => JSON.parse(line).event);
}

/** An export of these events, chained and signed as by a holder of the key who lies. */
function signed(events: readonly Told[], {renumber = true} = {}): string {
  const signer = auditSigner(KEY);
  const streams = new Map<string, {version: number; previous: string | null}>();
  const lines = events.map((event) => {
    const {version, previous} = streams.get(event.stream) ?? {version: 0, previous: null};
    const told = renumber ? {...event, version: version + 1} : event;
    const line = `${JSON.stringify({previous, event: told})}\n`;
    streams.set(event.stream, {version: version + 1, previous: createHash('sha256').update(line).digest('hex')});
    return line;
  });
  const first = `${JSON.stringify({public_key: signer.publicKey})}\n`;
  const body = [first, ...lines, `${JSON.stringify({tally: {broken: []}})}\n`].join('');
  const signature = signer.sign(createHash('sha256').update(body).digest('hex'));
  return `${body}${JSON.stringify({signature})}\n`;
}

function changed(type: string, change: (data: never) => unknown) {
  return (events: Told[]) =>
    events.map((event) => (event.type === type ? {...event, data: change(event.data as never)} : event));
}

/** Two people more in the last group, two less in the one before it: totals are what they were. */
function favourLast({groups, ...campaign}: PlannedCampaign): PlannedCampaign {
  const by = [0, 0, 0, -2, 2];
  return {...campaign, groups: groups.map((it, g) => ({...it, size: it.size + by[g]!}))};
}

describe('audit export', () => {
  const install = installations();
  let shared: Awaited<ReturnType<typeof exported>>;
  before(async () => {
    shared = await exported(install({AUDIT_KEY: KEY}));
  });

  it('is signed, says what happened and names nobody; the script and OpenSSL agree, by every command of docs/audit.md', async () => {
    const {at, text, events, runs, broken, fingerprint} = await exported(install());
    expect([runs, broken, statSync(at.inFolder('audit.jsonl')).mode & 0o777]).to.deep.equal([1, [], 0o600]);
    const shown = jsonOf<Record<string, string>>(await at.here('config --json')).AUDIT_KEY;
    expect(shown).to.include(fingerprint);
    expect(check(at, text, fingerprint)).to.deep.equal({
      status: 0,
      stdout: `OK: ${events} events, 1 runs completed as planned\n`,
      stderr: '',
    });
    expect(isSigned(text, fingerprint)).to.equal(true);
    const lines = `${text}`.trimEnd().split('\n');
    const said = lines.slice(1, -2).map((line) => JSON.parse(line).event);
    expect(said.at(0).type).to.equal('RunStarted');
    expect(said.find(({stream}) => stream === 'audit').data.what).to.include(
      `audit export: ${TODAY} to now, key ${fingerprint}`,
    );
    const {seed} = jsonOf<{events: {data: {seed: string}}[]}>(
      await at.here(`runs events distribution-${TODAY} --show-seed --json`),
    ).events[1]!.data;
    expect(seed).to.match(/^[0-9a-f]{64}$/);
    expect(`${text}`).to.not.include(seed);
    for (const iin of idsIn(at)) expect(text.includes(iin)).to.equal(false);

    copyFileSync(at.inFolder('audit.jsonl'), at.inFolder('earlier.jsonl'));
    copyFileSync(SCRIPT, at.inFolder('check-audit-export.mjs'));
    writeFileSync(at.inFolder('softcollection'), `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' "$@"\n`, {
      mode: 0o755,
    });
    at.remove('audit.jsonl');
    const env = {...at.environment, PATH: `${at.inFolder('.')}:${at.environment.PATH}`};
    at.write('id.txt', idsIn(at)[0]!);
    const commands = readFileSync(new URL('audit.md', DOCS), 'utf8').match(/^ {4}\S.*$/gm)!;
    const real = {'2024-01-15': TODAY, FINGERPRINT: fingerprint, RUN: `distribution-${TODAY}`};
    const answers = commands.map((line) => {
      const command = Object.entries(real).reduce((so, [name, value]) => so.replace(name, value), line);
      const {status, stdout, stderr} = spawnSync('sh', ['-c', command], {cwd: at.inFolder('.'), env, encoding: 'utf8'});
      expect(status, `${command}\n${stderr}`).to.equal(0);
      return [command, stdout] as const;
    });
    expect(answers).to.have.length(13);
    const answerTo = (words: string) => answers.find(([command]) => command.includes(words))![1];
    expect(answerTo('node check')).to.match(/^OK: /);
    expect(answerTo('sha256sum key.der')).to.include(fingerprint);
    expect(answerTo('pkeyutl')).to.equal('Signature Verified Successfully\n');
    expect(answerTo('comm')).to.equal('');
    expect(answerTo('--explain')).to.match(/^dealt /m);
    at.write('earlier.jsonl', `${text}`.replace('"rows":', '"rows":9'));
    for (const line of commands.slice(-4, -2)) spawnSync('sh', ['-c', line], {cwd: at.inFolder('.')});
    const differing = spawnSync('sh', ['-c', commands.at(-2)!], {cwd: at.inFolder('.'), encoding: 'utf8'}).stdout;
    expect(differing.trimEnd().split('\n')).to.have.length(1);
  });

  it('is refused with any byte changed, added or left out', () => {
    const {at, text, fingerprint} = shared;
    const change = fc.record({
      position: fc.oneof(fc.nat(text.length - 1), fc.integer({min: text.length - 130, max: text.length - 1})),
      byte: fc.nat(255),
      how: fc.constantFrom('changed', 'added', 'left out'),
    });
    const alter = ({position, byte, how}: {position: number; byte: number; how: string}) =>
      Buffer.concat([
        text.subarray(0, position),
        ...(how === 'left out' ? [] : [Buffer.of(byte)]),
        text.subarray(how === 'added' ? position : position + 1),
      ]);
    const altered = change.map(alter).filter((bytes) => !bytes.equals(text));
    fc.assert(
      fc.property(altered, (bytes) => !isSigned(bytes, fingerprint)),
      {numRuns: 2000},
    );
    fc.assert(
      fc.property(altered, (bytes) => {
        const {status, stdout, stderr} = check(at, bytes, fingerprint);
        return status === 1 && stdout === '' && stderr.startsWith('REFUSED: ') && stderr.split('\n').length === 2;
      }),
      {numRuns: 40},
    );
    const spelled = `${text}`.replace(/.(?===)/g, (letter) => BASE64[BASE64.indexOf(letter) + 1]!);
    expect(signatureIn(spelled).equals(signatureIn(`${text}`)), 'the same signature, written otherwise').to.equal(true);
    expect(check(at, spelled, fingerprint).stderr).to.equal('REFUSED: it was changed after it was signed\n');
    for (const end of [0, 1, 100, text.length - 1, `${text}`.lastIndexOf('{"signature"')])
      expect(check(at, text.subarray(0, end), fingerprint).status, `cut at ${end}`).to.equal(1);
  });

  it('is refused, though it is signed, when an event is missing or the numbers do not add up', () => {
    const planted: Readonly<Record<string, [alter: (events: Told[]) => Told[], why: RegExp]>> = {
      'an event left out': [(events) => events.toSpliced(3, 1), /event 5 does not follow/],
      'rows that were not planned': [
        changed('GroupWritten', (write: GroupWrite) => ({...write, rows: write.rows + 1})),
        /differ/,
      ],
      'a write left out': [(events) => events.filter(({type}, i) => type !== 'GroupWritten' || i > 5), /differ/],
      'rows that were not written': [
        changed('RunVerified', ({counts}: {counts: GroupCount[]}) => ({
          counts: counts.map((it) => ({...it, rows: it.rows + 1})),
        })),
        /planned, written, counted differ/,
      ],
      'other people than campaigns': [
        changed('DistributionPlanned', ({users, ...plan}: DistributionPlan) => ({
          ...plan,
          users: {...users, distributed: 119},
        })),
        /uneven campaigns/,
      ],
      'a group that is favoured': [
        changed('DistributionPlanned', (plan: DistributionPlan) => ({
          ...plan,
          campaigns: plan.campaigns.map(favourLast),
        })),
        /uneven groups/,
      ],
    };
    const events = eventsIn(shared.text);
    expect(check(shared.at, signed(events), shared.fingerprint).status, 'mended and unchanged').to.equal(0);
    for (const [what, [alter, why]] of Object.entries(planted)) {
      const isCut = what === 'an event left out';
      const {status, stderr} = check(shared.at, signed(alter(events), {renumber: !isCut}), shared.fingerprint);
      expect([status, why.test(stderr)], `${what}: ${stderr}`).to.deep.equal([1, true]);
    }
  });

  it('says that the log itself was altered: 1, and the script refuses it', async () => {
    const at = shared.at.copy();
    const state = at.open('state');
    state.prepare("UPDATE events SET actor = 'somebody' WHERE type = 'RunVerified'").run();
    state.close();
    const {code, out} = await at.run('audit export --to altered.jsonl');
    expect(code, out).to.equal(1);
    expect(out).to.match(/✗ the log itself does not hold: distribution-\S+: event \d+ does not follow from \d+\n$/);
    const {stderr} = check(at, readFileSync(at.inFolder('altered.jsonl')), shared.fingerprint);
    expect(stderr).to.include('REFUSED: the log itself does not hold');
  });

  it('of an older key stays checkable by that key, and by no other', async () => {
    const {at, text, fingerprint} = shared;
    const young = testKey('young audit');
    const next = jsonOf<Exported>(await at.run('audit export --to next.jsonl --json', {AUDIT_KEY: young}));
    expect(next.fingerprint).to.not.equal(fingerprint);
    expect(check(at, text, fingerprint).status).to.equal(0);
    expect(check(at, text, next.fingerprint).stderr).to.equal(
      'REFUSED: it is signed with another key than that of this fingerprint\n',
    );
    expect(check(at, readFileSync(at.inFolder('next.jsonl')), next.fingerprint).status).to.equal(0);
    for (const file of ['audit.jsonl', 'next.jsonl'])
      expect(readFileSync(at.inFolder(file), 'utf8')).to.not.include(KEY);
  });

  it('refuses days that end before they begin: 2', async () => {
    const at = install();
    const {code, err} = await at.run('audit export --since 2026-02-01 --until 2026-01-31 --to none.jsonl');
    expect([code, err]).to.deep.equal([2, 'softcollection: --since 2026-02-01 is after --until 2026-01-31\n']);
    expect(existsSync(at.inFolder('none.jsonl'))).to.equal(false);
  });

  it('needs AUDIT_KEY with Oracle, where nothing is generated: 3, and nothing else needs it', async () => {
    const oracle = {
      ...{ORACLE_HOST: 'localhost', ORACLE_SID: 'x', ORACLE_USER: 'u', ORACLE_PASSWORD: 'p-1', ...SECRETS},
      ...{SPSS_ORACLE_HOST: 'localhost', SPSS_ORACLE_SID: 'x', SPSS_ORACLE_USER: 'u', SPSS_ORACLE_PASSWORD: 'p-2'},
    };
    const at = install(oracle);
    const {code, err} = await at.run('audit export --to audit.jsonl');
    expect(code, err).to.equal(3);
    expect(err).to.match(/AUDIT_KEY: expected 32 random bytes.*\n→ openssl rand -hex 32/);
    const shown = jsonOf<Record<string, string | null>>(await at.here('config --json'));
    expect(shown).to.include({STORAGE: 'oracle', AUDIT_KEY: null});
  });

  it('has a script that says how it is called', () => {
    for (const args of [[], ['audit.jsonl']]) {
      const {status, stderr} = spawnSync(process.execPath, [SCRIPT, ...args], {encoding: 'utf8'});
      expect([status, stderr]).to.deep.equal([2, 'usage: node check-audit-export.mjs EXPORT FINGERPRINT\n']);
    }
  });

  it('has a script of at most 40 lines that a person can read', () => {
    const lines = readFileSync(SCRIPT, 'utf8').trimEnd().split('\n');
    expect(lines.length).to.be.at.most(40);
    for (const line of lines) expect(line.length, line).to.be.at.most(120);
    const imports = lines.flatMap((line) => /from '(.+)'/.exec(line)?.[1] ?? []);
    expect(imports).to.deep.equal(['node:crypto', 'node:fs']);
  });
});
