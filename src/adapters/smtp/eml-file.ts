import {randomUUID} from 'node:crypto';
import {mkdir, rename, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import MailComposer from 'nodemailer/lib/mail-composer';
import {Failure} from '../../application/failure.ts';
import {scrub} from '../../domain/scrub.ts';
import type {Transport} from './mail-notifier.ts';

/** Puts each mail into `<folder>/<mail id>.eml`; a repeat replaces its file. */
export function emlFileTransport(folder: string): Transport {
  return async (mail) => {
    const message = await new MailComposer({...mail, newline: 'win'}).compile().build();
    const name = `${mail.id}.eml`;
    await replaceFile(folder, name, message);
    return {answer: join(folder, name), accepted: mail.to.map(({address}) => address), refusals: []};
  };
}

/** Whole or not at all: readers never see half a message. */
async function replaceFile(folder: string, name: string, content: Uint8Array): Promise<void> {
  const temporary = join(folder, `.${randomUUID()}.tmp`);
  try {
    await mkdir(folder, {recursive: true});
    await writeFile(temporary, content, {flush: true});
    await rename(temporary, join(folder, name));
  } catch (error) {
    await rm(temporary, {force: true}).catch(() => {});
    throw new Failure('unreachable', `the mail ${name} cannot be written (${scrub((error as Error).message)})`, {
      advice: `make ${folder} a folder this user may write, with space left on its disk, or set DATA_DIR`,
      cause: error,
    });
  }
}
