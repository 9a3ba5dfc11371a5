import {randomUUID} from 'node:crypto';
import {link, lstat, open, rename, rm} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {Failure} from '../../application/failure.ts';
import {scrub} from '../../domain/scrub.ts';

/**
 * Writes a file that only its owner can read, piece by piece: whole or not at all. A file that stands there is replaced only
 * with `replace`, and if it begins like the new one. Throws `usage`. What `pieces` throws is thrown on.
 */
export async function writePrivateFile(
  path: string,
  pieces: AsyncIterable<string | Uint8Array>,
  {replace}: {replace: boolean},
): Promise<void> {
  const temporary = join(dirname(path), `.${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, 'wx', 0o600).catch((error) => Promise.reject(refused(path, error)));
    try {
      for await (const piece of pieces)
        await file.writeFile(piece).catch((error) => Promise.reject(refused(path, error)));
      await file.sync();
    } finally {
      await file.close();
    }
    if (replace) await refuseOthers(path, temporary);
    // A link does not take the place of a file that came meanwhile.
    await (replace ? rename : link)(temporary, path).catch((error) => Promise.reject(refused(path, error)));
  } finally {
    await rm(temporary, {force: true}).catch(() => {});
  }
}

/** A device or a link, such as /dev/stdout, would be gone for the whole machine; a slip would cost a database or a key. */
async function refuseOthers(path: string, temporary: string): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (!found || (found.isFile() && found.size === 0)) return;
  const isEarlier = found.isFile() && (await beginningOf(path)).equals(await beginningOf(temporary));
  if (isEarlier) return;
  const what = found.isFile() ? 'no earlier file of this kind' : 'no plain file';
  throw new Failure('usage', `${scrub(path)} is ${what}: it is not replaced`, {advice: 'take another name'});
}

/** Long enough to tell a backup, an export, a list, a database and a key from each other. */
const BEGINNING = 3;

async function beginningOf(path: string): Promise<Buffer> {
  const file = await open(path).catch((error) => Promise.reject(refused(path, error)));
  try {
    const {buffer, bytesRead} = await file.read(Buffer.alloc(BEGINNING), 0, BEGINNING, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function refused(path: string, error: NodeJS.ErrnoException): Failure {
  const name = scrub(path);
  return error.code === 'EEXIST'
    ? new Failure('usage', `${name} stands there already`, {advice: 'take another name, or --replace it'})
    : new Failure('usage', `${name} cannot be written (${error.code})`, {
        advice: 'choose a folder that this user may write, with space left on its disk',
        cause: error,
      });
}
