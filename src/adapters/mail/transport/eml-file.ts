import {join} from 'node:path';
import type {Transport} from '../mail-notifier.ts';
import {replaceFile} from './replace-file.ts';

/** Puts each mail into `<folder>/<mail id>.eml`; a repeat replaces its file. */
export function emlFileTransport(folder: string): Transport {
  return async (mail) => {
    const {default: MailComposer} = await import('nodemailer/lib/mail-composer');
    const message = await new MailComposer({...mail, newline: 'win'}).compile().build();
    const name = `${mail.id}.eml`;
    await replaceFile(folder, name, message);
    return {answer: join(folder, name), accepted: mail.to.map(({address}) => address), refusals: []};
  };
}
