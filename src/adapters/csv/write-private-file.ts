import {randomUUID} from 'node:crypto';
import {link, lstat, open, rename, rm} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {Failure} from '../../application/failure.ts';
import {scrub} from '../../domain/scrub.ts';

/**
 * Writes a file that only its owner can read, piece by piece: whole or not at all. A file that stands there is replaced only
 * with `replace`. Throws `usage`. What `pieces` throws is thrown on.
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
    if (replace) await refuseSpecial(path);
    // A link does not take the place of a file that came meanwhile.
    await (replace ? rename : link)(temporary, path).catch((error) => Promise.reject(refused(path, error)));
  } finally {
    await rm(temporary, {force: true}).catch(() => {});
  }
}

/** A device or a link, such as /dev/stdout, would be gone for the whole machine. */
async function refuseSpecial(path: string): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (!found || found.isFile()) return;
  throw new Failure('usage', `${scrub(path)} is no plain file: it is not replaced`, {advice: 'take another name'});
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
