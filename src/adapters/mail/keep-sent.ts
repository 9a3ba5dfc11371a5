import {promisify} from 'node:util';
import {gzip} from 'node:zlib';
import {asFailure} from '../../application/failure.ts';
import type {SentMails} from '../../application/ports/sent-mails.ts';
import {scrub} from '../../domain/scrub.ts';
import type {Transport} from './mail-notifier.ts';

const zip = promisify(gzip);
/** Characters of html; what is made here has a tenth of it at most. */
const MOST_KEPT = 1_000_000;

/**
 * A transport that also keeps what it has sent. A mail that cannot be kept is sent all the same: `warn` is told, and nobody
 * gets it twice.
 */
export function keepSent(transport: Transport, sent: SentMails, warn: (message: string) => void): Transport {
  return async (mail) => {
    const delivery = await transport(mail);
    const {id, date, messageId, subject, html} = mail;
    if (html.length > MOST_KEPT || isOfOutage(id)) return delivery;
    const kept = {
      id,
      at: date.toISOString(),
      messageId,
      subject,
      answer: scrub(delivery.answer),
      html: await zip(html),
    };
    await sent.keep(kept).catch((error: unknown) => {
      warn(`the mail ${id} was sent and is not kept: ${scrub(asFailure(error).message)}`);
    });
    return delivery;
  };
}

/** Where it would be kept is what is away. */
function isOfOutage(id: string): boolean {
  return id.startsWith('outage.');
}
