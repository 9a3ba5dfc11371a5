import {createHash} from 'node:crypto';
import {pipeline, Readable} from 'node:stream';
import {createGzip} from 'node:zlib';
import type {BackupCounts, BackupHeader, BackupRecord} from '../../application/ports/backup-file.ts';
import {toJson} from './records.ts';

/**
 * A backup as a file: gzipped lines of JSON, the header, a record each, and an end with the counts and the SHA-256 of the lines
 * before it. `count` is told after each record.
 */
export function packBackup(
  header: BackupHeader,
  records: AsyncIterable<BackupRecord>,
  count: (counts: BackupCounts) => void,
): AsyncIterable<Uint8Array> {
  const gzip = createGzip();
  // What goes wrong is thrown to whoever reads the bytes.
  pipeline(Readable.from(linesOf(header, records, count)), gzip, () => {});
  return gzip;
}

async function* linesOf(
  header: BackupHeader,
  records: AsyncIterable<BackupRecord>,
  count: (counts: BackupCounts) => void,
): AsyncGenerator<string> {
  const sum = createHash('sha256');
  const line = (value: object) => {
    const text = `${JSON.stringify(value)}\n`;
    sum.update(text);
    return text;
  };
  const counts = {event: 0, roster: 0, register: 0, mail: 0};
  yield line({softcollection: 'state', ...header});
  for await (const record of records) {
    yield line(toJson(record));
    counts[record.kind]++;
    count(counts);
  }
  yield `${JSON.stringify({counts, sha256: sum.digest('hex')})}\n`;
}
