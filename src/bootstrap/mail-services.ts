import {join, resolve} from 'node:path';
import type {Container} from 'inversify';
import type {Services} from '../adapters/cli/cli-services.ts';
import {previewMails} from '../adapters/mail/preview-mails.ts';
import {composeTestMail} from '../adapters/mail/test-mail.ts';
import type {Config} from './config/config-types.ts';
import {TOKENS as T} from './tokens.ts';

/** `softcollection mail …`. */
export function createMailServices(
  {dataDir, mail}: Config,
  open: () => Promise<Container>,
): Pick<Services, 'previewMails' | 'testMail'> {
  return {
    previewMails: async (to) => {
      const folder = to === null ? join(dataDir, 'mail-preview') : resolve(to);
      const container = await open();
      return {folder, mails: await previewMails(folder, container.get(T.letterhead), container.get(T.clock).now())};
    },
    testMail: async () => {
      const container = await open();
      const message = composeTestMail(container.get(T.letterhead), container.get(T.clock).now());
      const {answer, accepted, refusals} = await container.get(T.mailTransport)(message);
      const way = mail.type === 'smtp' ? `smtp ${mail.server}:${mail.port}, SMTP_TLS=${mail.tls}` : 'file';
      const refused = refusals.map(({recipient, answer: why, isFinal}) => ({
        recipient,
        answer: why,
        is_final: isFinal,
      }));
      return {way, message_id: message.messageId, accepted, refused, answer};
    },
  };
}
