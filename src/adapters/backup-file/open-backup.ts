import {createHash} from 'node:crypto';
import {createReadStream} from 'node:fs';
import {pipeline} from 'node:stream';
import {createGunzip} from 'node:zlib';
import {Failure} from '../../application/failure.ts';
import type {BackupFile, BackupHeader} from '../../application/ports/backup-file.ts';
import {scrub} from '../../domain/scrub.ts';
import {fromJson, type JsonRecord} from './records.ts';

type End = {readonly counts: object; readonly sha256: string};

const LINE_FEED = 10;

/** A file that `packBackup` has made. */
export function openBackup(path: string): BackupFile {
  return {
    header: async () => {
      for await (const line of linesIn(path)) return parseHeader(line, path);
      throw noBackup(path);
    },

    async *records() {
      const sum = createHash('sha256');
      let isFirst = true;
      let end: End | null = null;
      for await (const line of linesIn(path)) {
        if (end) throw damaged(path);
        const json = isFirst ? null : parse<JsonRecord | End>(line, path);
        if (json && 'sha256' in json) end = json;
        else {
          sum.update(line).update('\n');
          if (json) yield fromJson(json);
        }
        isFirst = false;
      }
      if (end?.sha256 !== sum.digest('hex')) throw damaged(path);
    },
  };
}

function parseHeader(line: Buffer, path: string): BackupHeader {
  const {softcollection, ...header} = parse<BackupHeader & {softcollection?: unknown}>(line, path);
  const texts = [header.version, header.at, header.source, header.digestKey, header.rosterKey];
  const isWhole = typeof header.format === 'number' && texts.every((text) => typeof text === 'string');
  if (softcollection !== 'state' || !isWhole) throw noBackup(path);
  return header;
}

function parse<Value extends object>(line: Buffer, path: string): Value {
  try {
    return Object(JSON.parse(line.toString())) as Value;
  } catch {
    throw damaged(path);
  }
}

/** Without their line feeds. Node's own reader of lines would also cut at U+2028, which JSON may hold. */
async function* linesIn(path: string): AsyncGenerator<Buffer> {
  let open: Buffer[] = [];
  for await (const chunk of bytesIn(path)) {
    let from = 0;
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, from)) {
      yield Buffer.concat([...open, chunk.subarray(from, at)]);
      open = [];
      from = at + 1;
    }
    open.push(chunk.subarray(from));
  }
  if (open.some(({length}) => length > 0)) throw damaged(path);
}

async function* bytesIn(path: string): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  pipeline(createReadStream(path), gunzip, () => {});
  try {
    yield* gunzip;
  } catch (error) {
    throw unreadable(path, error as NodeJS.ErrnoException);
  }
}

function unreadable(path: string, error: NodeJS.ErrnoException): Failure {
  if (error.code === 'Z_DATA_ERROR' && error.message.includes('header check')) return noBackup(path);
  if (error.code?.startsWith('Z_')) return damaged(path);
  return new Failure('usage', `${scrub(path)} cannot be read (${error.code})`, {
    advice: 'name a file that `state backup` has made, and that this user may read',
    cause: error,
  });
}

function noBackup(path: string): Failure {
  return new Failure('usage', `${scrub(path)} is no backup of a state`, {
    advice: 'name a file that `state backup` has made',
  });
}

function damaged(path: string): Failure {
  return new Failure('usage', `${scrub(path)} is damaged or cut short: nothing was restored from it`, {
    advice: 'copy it again from where it was kept, or take an older backup',
  });
}
