import {domainOf} from '../../adapters/mail/addresses.ts';
import type {MailSettings} from './config-types.ts';
import type {Given} from './given.ts';
import {expectHead, refusePublished} from './one-server.ts';

const SMTP_SIGNS = ['SMTP_USERNAME', 'SMTP_PASSWORD'] as const;

/** How mail goes out: by SMTP as soon as a server is named. */
export function buildMail(given: Given): MailSettings {
  const {values, isSet, expect, need} = given;
  const type = values.MAIL_TRANSPORT ?? (isSet('SMTP_SERVER') ? 'smtp' : 'file');
  if (type === 'file') {
    if (!isSet('MAIL_TRANSPORT')) expectHead(given, 'SMTP_SERVER', 'MAIL_TRANSPORT=file', SMTP_SIGNS);
    return {type};
  }
  expect('EMAIL_SENDER', 'with SMTP');
  expect('CAMPAIGN_NOTIFICATION_EMAILS', 'with SMTP');
  if (isSet('SMTP_PASSWORD')) expect('SMTP_USERNAME', 'with SMTP_PASSWORD');
  if (isSet('SMTP_USERNAME')) expect('SMTP_PASSWORD', 'with SMTP_USERNAME');
  refusePublished(given, 'SMTP_PASSWORD', values.SMTP_SERVER);
  const {SMTP_TLS: tls, SMTP_NAME, EMAIL_SENDER, SMTP_USERNAME: username, SMTP_PASSWORD: password} = values;
  const name = SMTP_NAME ?? domainOf(EMAIL_SENDER);
  const port = values.SMTP_PORT ?? (tls === 'tls' ? 465 : 587);
  return {type, server: need('SMTP_SERVER', 'with SMTP'), port, tls, name, username, password};
}
