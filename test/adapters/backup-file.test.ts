import {mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gunzipSync, gzipSync} from 'node:zlib';
import {expect} from 'chai';
import fc from 'fast-check';
import {openBackup} from '../../src/adapters/backup-file/open-backup.ts';
import {packBackup} from '../../src/adapters/backup-file/pack-backup.ts';
import {writePrivateFile} from '../../src/adapters/files/write-private-file.ts';
import {Failure} from '../../src/application/failure.ts';
import type {BackupFile, BackupHeader, BackupRecord} from '../../src/application/ports/backup-file.ts';
import type {TheoryId} from '../../src/domain/ids.ts';
import {event} from '../contracts/event-store.ts';
import {tempFolder} from '../support/temp-folder.ts';

const HEADER: BackupHeader = {
  ...{format: 1, version: '1.2.3', at: '2024-01-15T04:00:00.000Z', source: 'mongodb'},
  ...{digestKey: 'd1', rosterKey: 'r1'},
};
const BYTES = new Uint8Array([0, 10, 13, 255]);
const RECORDS: readonly BackupRecord[] = [
  {kind: 'event', position: 7, event: event('s', 1, {text: 'one\u2028line\n"', big: 2 ** 50})},
  {
    kind: 'roster',
    id: 'run/1',
    wrappedKey: BYTES,
    parts: [{theoryId: 'SC00000001.1' as TheoryId, part: 0, sealed: BYTES}],
  },
  {kind: 'register', part: {shelf: 'shelf', source: 'source', part: 2, sealed: BYTES}},
  {kind: 'mail', mail: {id: 'm', at: HEADER.at, messageId: '<m>', subject: '✅', answer: '250', html: BYTES}},
];

/** Byte arrays of whatever kind, as numbers. */
const plain = (records: readonly BackupRecord[]): unknown =>
  JSON.parse(JSON.stringify(records, (_, value) => (value?.type === 'Buffer' ? value.data : plainBytes(value))));
const plainBytes = (value: unknown) => (value instanceof Uint8Array ? [...value] : value);

async function recordsOf(file: BackupFile): Promise<BackupRecord[]> {
  const all: BackupRecord[] = [];
  for await (const record of file.records()) all.push(record);
  return all;
}

async function* given(records: readonly BackupRecord[]): AsyncGenerator<BackupRecord> {
  yield* records;
}

describe('a backup as a file', () => {
  const folder = tempFolder();
  after(() => folder.remove());
  const path = join(folder.path, 'backup');
  const altered = join(folder.path, 'altered');
  let whole: Buffer;
  before(async () => {
    await writePrivateFile(
      path,
      packBackup(HEADER, given(RECORDS), () => {}),
      {replace: false},
    );
    whole = readFileSync(path);
  });

  it('is read as it was packed, as often as one likes', async () => {
    const file = openBackup(path);
    for (let i = 0; i < 2; i++) {
      expect(await file.header()).to.deep.equal(HEADER);
      expect(plain(await recordsOf(file))).to.deep.equal(plain(RECORDS));
    }
  });

  it('says how far it has come', async () => {
    const counts: object[] = [];
    for await (const _ of packBackup(HEADER, given(RECORDS), (now) => counts.push({...now})));
    expect(counts).to.have.length(4);
    expect(counts.at(-1)).to.deep.equal({event: 1, roster: 1, register: 1, mail: 1});
  });

  it('is refused when any byte of it is another, or its end is missing: nothing else is ever read from it', async () => {
    const damage = fc.oneof(
      fc.record({at: fc.nat(whole.length - 1), bits: fc.integer({min: 1, max: 255})}),
      fc.record({length: fc.nat(whole.length - 1)}),
    );
    await fc.assert(
      fc.asyncProperty(damage, async (done) => {
        const bytes = Buffer.from(whole);
        if ('at' in done) bytes[done.at]! ^= done.bits;
        writeFileSync(altered, 'length' in done ? bytes.subarray(0, done.length) : bytes);
        const read = await recordsOf(openBackup(altered)).catch((error: unknown) => error);
        // Some bytes of the envelope mean nothing, such as the time of packing.
        if (Array.isArray(read)) expect(plain(read)).to.deep.equal(plain(RECORDS));
        else {
          expect(read).to.be.instanceOf(Failure).and.to.include({kind: 'usage'});
          expect((read as Failure).advice).to.match(/copy it again|name a file/);
        }
      }),
      {numRuns: 500},
    );
  });

  it('whose first line lacks something is none', async () => {
    for (const name of Object.keys(HEADER)) {
      for (const value of [undefined, null, {}]) {
        writeFileSync(altered, gzipSync(`${JSON.stringify({softcollection: 'state', ...HEADER, [name]: value})}\n`));
        const error = await openBackup(altered)
          .header()
          .catch((reason: unknown) => reason);
        expect((error as Failure).message, name).to.match(/altered is no backup of a state/);
      }
    }
  });

  it('that somebody has packed anew with other lines is refused', async () => {
    const lines = gunzipSync(whole).toString().split('\n');
    for (const changed of [
      lines.filter((_, i) => i !== 2),
      lines.map((line, i) => (i === 1 ? line.replace('"one', '"two') : line)),
      [...lines.slice(0, -1), lines.at(-2), ''],
      lines.slice(0, -2),
    ]) {
      writeFileSync(altered, gzipSync(changed.join('\n')));
      const error = await recordsOf(openBackup(altered)).catch((reason: unknown) => reason);
      expect((error as Failure).message).to.match(/altered is damaged or cut short/);
    }
  });

  it('is told from what is no backup, and from what is not there', async () => {
    writeFileSync(altered, 'IIN,COUNT_DAY');
    const messageOf = (file: BackupFile) => file.header().catch((error: Failure) => error.message);
    expect(await messageOf(openBackup(altered))).to.match(/is no backup/);
    for (const text of ['', '{}\n', '{"softcollection":"other"}\n']) {
      writeFileSync(altered, gzipSync(text));
      expect(await messageOf(openBackup(altered)), text).to.match(/is no backup/);
    }
    expect(await messageOf(openBackup(join(folder.path, 'nowhere')))).to.match(/cannot be read \(ENOENT\)/);
    expect(await messageOf(openBackup(folder.path))).to.match(/cannot be read \(EISDIR\)/);
  });

  it('throws what goes wrong while it is packed', async () => {
    async function* broken(): AsyncGenerator<BackupRecord> {
      yield* RECORDS;
      throw new Failure('unreachable', 'the store went away');
    }
    const target = join(folder.path, 'broken');
    const error = await writePrivateFile(
      target,
      packBackup(HEADER, broken(), () => {}),
      {replace: false},
    ).catch((reason: unknown) => reason);
    expect(error).to.include({kind: 'unreachable', message: 'the store went away'});
    expect(
      await openBackup(target)
        .header()
        .catch((reason: Failure) => reason.message),
    ).to.match(/ENOENT/);
  });

  it('takes the place of an earlier file of its kind, not of a link, a folder or a database', async () => {
    const target = join(folder.path, 'targets');
    mkdirSync(target);
    const [plainFile, link] = [join(target, 'plain'), join(target, 'link')];
    writeFileSync(plainFile, 'old');
    symlinkSync('/dev/null', link);
    const write = (path: string) => writePrivateFile(path, new Blob(['new']).stream(), {replace: true});
    for (const path of [link, target]) {
      const error = await write(path).catch((reason: unknown) => reason);
      expect(error).to.include({kind: 'usage', message: `${path} is no plain file: it is not replaced`});
    }
    expect(readlinkSync(link)).to.equal('/dev/null');
    for (const earlier of ['', 'new, but of yesterday']) {
      writeFileSync(plainFile, earlier);
      await write(plainFile);
      expect(readFileSync(plainFile, 'utf8')).to.equal('new');
    }
    // A name that completes to the state itself, or to the file of its secrets.
    for (const other of ['SQLite format 3\0', '{"rosterKey":"…"}', 'n']) {
      writeFileSync(plainFile, other);
      const error = await write(plainFile).catch((reason: unknown) => reason);
      expect(error).to.include({message: `${plainFile} is no earlier file of this kind: it is not replaced`});
      expect(readFileSync(plainFile, 'utf8')).to.equal(other);
    }
    expect(readdirSync(target).sort()).to.deep.equal(['link', 'plain']);
  });
});
