import {join} from 'node:path';
import type {Container} from 'inversify';
import {keepSent} from '../adapters/mail/keep-sent.ts';
import {mailNotifier, type Transport} from '../adapters/mail/mail-notifier.ts';
import {emlFileTransport} from '../adapters/mail/transport/eml-file.ts';
import {smtpTransport} from '../adapters/mail/transport/smtp-transport.ts';
import {formatCountDay} from '../domain/count-day.ts';
import type {Config} from './config/config-types.ts';
import {TOKENS as T} from './tokens.ts';

/** The transport that the configuration asks for, and the notifier that writes to it. */
export function bindMail(container: Container): void {
  container.bind(T.mailTransport).toResolvedValue(createTransport, [T.config, T.stopping]);
  container.bind(T.letterhead).toResolvedValue(
    ({instanceName, contacts, sender, recipients, countDay, schedule, http}) => ({
      instanceName,
      contacts,
      sender,
      recipients,
      countDay: formatCountDay(countDay),
      timezone: schedule.timezone,
      publicUrl: http.publicUrl,
    }),
    [T.config],
  );
  container
    .bind(T.notify)
    .toResolvedValue(
      (transport, sent, letterhead, clock, onWait) =>
        mailNotifier(keepSent(transport, sent, onWait), {letterhead, now: () => clock.now(), onRefusal: onWait}),
      [T.mailTransport, T.sentMails, T.letterhead, T.clock, T.onWait],
    );
}

function createTransport({mail, dataDir}: Config, stopping: AbortSignal): Transport {
  switch (mail.type) {
    case 'file':
      return emlFileTransport(join(dataDir, 'mail'));
    case 'smtp':
      return smtpTransport({...mail, stopping});
    default:
      return mail satisfies never;
  }
}
