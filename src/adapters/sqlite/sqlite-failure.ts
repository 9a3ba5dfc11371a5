import {basename, dirname} from 'node:path';
import {Failure} from '../../application/failure.ts';
import {scrub} from '../../domain/scrub.ts';
import type {Database} from '../../domain/tables.ts';

/** Another program holds the lock just now. */
export function isLocked(error: unknown): boolean {
  const code = codeOf(error);
  return code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED');
}

/** What people can mend, in their words; anything else stays what it was. */
export function sqliteFailure(error: unknown, path: string, database: Database | null): unknown {
  const code = codeOf(error);
  const known = KNOWN.find(([prefix]) => code.startsWith(prefix));
  if (error instanceof Failure || !known) return error;
  const [, what, advice] = known;
  const name = basename(path);
  return new Failure('unreachable', `${name}: ${what} (${scrub((error as Error).message)})`, {
    advice: advice.replaceAll('{folder}', dirname(path)).replaceAll('{name}', name),
    database,
    cause: error,
  });
}

/** The file was moved, deleted or replaced while it was open. */
export function vanished(path: string, database: Database | null): Failure {
  const name = basename(path);
  return new Failure('unreachable', `${name} was moved, deleted or replaced while it was in use`, {
    advice: `put ${name} back into ${dirname(path)} (with its -wal and -shm files), then: softcollection resume`,
    database,
  });
}

/** The file alone is not enough: what stands beside it would be played into the backup. */
const RESTORE =
  'stop softcollection, move {name}, {name}-wal and {name}-shm away (keep them for inspection), then put a backup of {name} in their place';

const KNOWN: readonly (readonly [code: string, what: string, advice: string])[] = [
  ['SQLITE_BUSY', 'locked by another program', 'close the program that holds {name}, then run again'],
  ['SQLITE_LOCKED', 'locked by another program', 'close the program that holds {name}, then run again'],
  ['SQLITE_CANTOPEN', 'cannot be opened', 'make {folder} a folder this user may read and write, or set DATA_DIR'],
  ['SQLITE_READONLY', 'cannot be written', 'let this user write in {folder}, or set DATA_DIR'],
  ['SQLITE_PERM', 'cannot be opened', 'let this user read and write in {folder}, or set DATA_DIR'],
  ['SQLITE_FULL', 'no space left', 'free space on the disk of {folder}, then run again'],
  // What SQLite says where not even its -shm has room.
  ['SQLITE_IOERR_SHMSIZE', 'no space left', 'free space on the disk of {folder}, then run again'],
  ['SQLITE_IOERR', 'the disk fails', 'see whether the disk of {folder} is full or fails, then run again'],
  ['SQLITE_CORRUPT', 'damaged', RESTORE],
  ['SQLITE_NOTADB', 'not a database', RESTORE],
  ['EACCES', 'the folder is not accessible', 'let this user read and write in {folder}, or set DATA_DIR'],
  ['EPERM', 'the folder is not accessible', 'let this user read and write in {folder}, or set DATA_DIR'],
  ['ENOTDIR', 'the folder is not a folder', 'set DATA_DIR to a folder'],
  ['EEXIST', 'the folder is not a folder', 'set DATA_DIR to a folder'],
  ['EROFS', 'the folder is read-only', 'let this user write in {folder}, or set DATA_DIR'],
  ['ENOSPC', 'no space left', 'free space on the disk of {folder}, then run again'],
];

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
