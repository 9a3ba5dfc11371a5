import {randomUUID} from 'node:crypto';
import {mkdir, rename, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {Failure} from '../../../application/failure.ts';
import {scrub} from '../../../domain/scrub.ts';

/** Whole or not at all: readers never see half a file. Makes the folder. Throws `unreachable`. */
export async function replaceFile(folder: string, name: string, content: Uint8Array | string): Promise<void> {
  const temporary = join(folder, `.${randomUUID()}.tmp`);
  try {
    await mkdir(folder, {recursive: true});
    await writeFile(temporary, content, {flush: true});
    await rename(temporary, join(folder, name));
  } catch (error) {
    await rm(temporary, {force: true}).catch(() => {});
    throw new Failure('unreachable', `the mail ${name} cannot be written (${scrub((error as Error).message)})`, {
      advice: `make ${folder} a folder this user may write, with space left on its disk, or choose another`,
      cause: error,
    });
  }
}
