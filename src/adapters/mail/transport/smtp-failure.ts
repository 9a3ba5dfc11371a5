import {Failure} from '../../../application/failure.ts';
import {scrub} from '../../../domain/scrub.ts';
import {oneLine} from '../letter/one-line.ts';

/** What a mail driver's error has of interest; the rest of it may quote the conversation. */
type DriverError = Error & {
  readonly code?: string;
  readonly originalCode?: string;
  readonly command?: string;
  readonly response?: string;
  readonly responseCode?: number;
};

export type Server = {readonly server: string; readonly port: number; readonly tls: 'starttls' | 'tls' | 'none'};

const MAX_ANSWER = 200;

/** A failed attempt to hand a mail over. It is tried again later; a login that was refused is not said twice in a row. */
export function smtpFailure(thrown: unknown, {server, port, tls}: Server, secrets: readonly string[]): Failure {
  const error = (thrown instanceof Error ? thrown : new Error('no reason was given')) as DriverError;
  const [what, advice] = explain(error, tls, secrets);
  const kind = error.code === 'EAUTH' ? 'refused' : 'unreachable';
  return new Failure(kind, `mail server ${server}:${port}: ${what}`, {advice, cause: error});
}

/** A server's answer on one line, without ids and without what was used to log in. */
export function tidyAnswer(answer: string, secrets: readonly string[]): string {
  const hidden = secrets.filter((secret) => secret !== '').flatMap((secret) => [secret, base64(secret)]);
  const text = hidden.reduce((rest, secret) => rest.replaceAll(secret, '***'), oneLine(answer));
  return [...scrub(text)].slice(0, MAX_ANSWER).join('');
}

function explain(error: DriverError, tls: Server['tls'], secrets: readonly string[]): [what: string, advice: string] {
  const {code, command = '', response, responseCode} = error;
  // What a server says to a login may repeat it, encoded.
  if (code === 'EAUTH') {
    return [
      `the login was refused${responseCode ? ` (${responseCode})` : ''}`,
      'check SMTP_USERNAME and SMTP_PASSWORD',
    ];
  }
  const fault = certificateFault(error);
  if (fault) return [`its certificate is not trusted (${fault}); nothing was sent`, CERTIFICATE];
  if (code === 'ETLS' || command === 'STARTTLS') {
    return tls === 'starttls'
      ? ['it does not offer STARTTLS, or broke it off; nothing was sent', STARTTLS]
      : ['no TLS connection came about; nothing was sent', 'check SMTP_PORT and SMTP_TLS'];
  }
  if (response) return [`it answered ${tidyAnswer(response, secrets)}`, ADVICE_BY_COMMAND[command] ?? REFUSED];
  const cause = CAUSES[code ?? ''] ?? error.originalCode ?? scrub(oneLine(error.message));
  return [cause, 'check SMTP_SERVER, SMTP_PORT, SMTP_TLS and the network'];
}

const STARTTLS =
  'check SMTP_PORT; a server with TLS from the start needs SMTP_TLS=tls, one that cannot encrypt SMTP_TLS=none';
const CERTIFICATE =
  'SMTP_SERVER must be the name in the certificate; a certificate of your own authority needs NODE_EXTRA_CA_CERTS=<file.pem>';
const REFUSED = 'the mail stays queued; ask the administrator of the mail server';
const ADVICE_BY_COMMAND: Readonly<Record<string, string>> = {
  'MAIL FROM': 'check EMAIL_SENDER: the server must let this sender in',
  'RCPT TO': 'check CAMPAIGN_NOTIFICATION_EMAILS',
};
const CAUSES: Readonly<Record<string, string>> = {
  ETIMEDOUT: 'no answer in time',
  EABORT: 'no answer in time',
  EDNS: 'its name is not known',
  ECONNECTION: 'the connection ended before the mail was accepted',
};

/** OpenSSL's word for what is wrong with a certificate, or null. The driver puts a code of its own before it. */
function certificateFault({originalCode, message}: DriverError): string | null {
  if (originalCode && /CERT|SIGNED|ALTNAME|ISSUER/.test(originalCode)) return originalCode;
  return /certificate|altnames/i.test(message) ? 'certificate' : null;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
