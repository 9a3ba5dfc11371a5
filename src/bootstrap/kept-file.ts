import {randomBytes} from 'node:crypto';
import {closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {Failure} from '../application/failure.ts';

/** A file of DATA_DIR. `byHand`: the variables that can be set instead. */
export type KeptFile = {readonly name: string; readonly make: () => string; readonly byHand: readonly string[]};

/** What the file holds; the first time it is made, for its owner alone. However many processes ask at once, one file wins. */
export function readOrMake(dataDir: string, file: KeptFile): string {
  return explained(dataDir, file, () => readOrCreate(dataDir, join(dataDir, file.name), file.make));
}

/** What the file holds, or what it might; none is made. */
export function readOrImagine(dataDir: string, file: KeptFile): string {
  return explained(dataDir, file, () => readIfThere(join(dataDir, file.name)) ?? file.make());
}

function explained(dataDir: string, {name, byHand}: KeptFile, work: () => string): string {
  try {
    return work();
  } catch (error) {
    const code = codeOf(error);
    if (code === '') throw error;
    const instead = `or set ${byHand.join(', ').replace(/, (?=[^,]*$)/, ' and ')} by hand`;
    throw new Failure('unreachable', `${name} in ${dataDir} cannot be read or made (${code})`, {
      advice: adviceFor(name, instead)[code] ?? `let this user read and write in ${dataDir}, or set DATA_DIR`,
      cause: error,
    });
  }
}

function readOrCreate(dataDir: string, path: string, make: () => string): string {
  const text = readIfThere(path);
  if (text !== null) return text;
  createOnce(dataDir, path, make());
  return readFileSync(path, 'utf8');
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Complete and on the disk before it has its name, which is taken only once. */
function createOnce(dataDir: string, path: string, text: string): void {
  mkdirSync(dataDir, {recursive: true});
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    writeFileSync(temporary, text, {mode: 0o600, flag: 'wx', flush: true});
    linkSync(temporary, path);
    flushFolder(dataDir);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(temporary, {force: true});
  }
}

/** So that the new name outlives a power cut. Windows can't open folders. */
function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

const adviceFor = (name: string, byHand: string): Readonly<Record<string, string>> => ({
  ENOSPC: 'free space on the disk of DATA_DIR',
  ENOTDIR: 'set DATA_DIR to a folder',
  EEXIST: 'set DATA_DIR to a folder',
  EISDIR: `${name} has to be a file: remove the folder of that name`,
  EPERM: `put DATA_DIR on a disk where this user may write and make hard links, ${byHand}`,
  ENOTSUP: `put DATA_DIR on a disk with hard links, ${byHand}`,
  ENOSYS: `put DATA_DIR on a disk with hard links, ${byHand}`,
});

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
