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
  const kind = error.code === 'EAUTH' && !isPassing(error) ? 'refused' : 'unreachable';
  return new Failure(kind, `mail server ${server}:${port}: ${what}`, {advice, cause: error});
}

/** A server's answer on one line, without ids and without what was used to log in. */
export function tidyAnswer(answer: string, secrets: readonly string[]): string {
  const hidden = secrets.filter((secret) => secret !== '').flatMap((secret) => [secret, base64(secret)]);
  const text = hidden.reduce((rest, secret) => rest.replaceAll(secret, '***'), oneLine(answer));
  return [...scrub(text)].slice(0, MAX_ANSWER).join('');
}

function explain(error: DriverError, tls: Server['tls'], secrets: readonly string[]): [what: string, advice: string] {
  const {code, command = '', response} = error;
  // What a server says to a login may repeat it, encoded.
  if (code === 'EAUTH') return explainLogin(error);
  const fault = certificateFault(error);
  if (fault) return [`its certificate is not trusted (${fault}); nothing was sent`, CERTIFICATE];
  if (code === 'ETLS' || command === 'STARTTLS') {
    return tls === 'starttls'
      ? ['it does not offer STARTTLS, or broke it off; nothing was sent', STARTTLS]
      : ['no TLS connection came about; nothing was sent', 'check SMTP_PORT and SMTP_TLS'];
  }
  if (response) return [`it answered ${tidyAnswer(response, secrets)}`, adviceOn(error)];
  const cause =
    CAUSES[error.originalCode ?? ''] ?? CAUSES[code ?? ''] ?? error.originalCode ?? scrub(oneLine(error.message));
  return [cause, 'check SMTP_SERVER, SMTP_PORT, SMTP_TLS and the network'];
}

const STARTTLS =
  'check SMTP_PORT; a server with TLS from the start needs SMTP_TLS=tls, one that cannot encrypt SMTP_TLS=none';
const CERTIFICATE =
  'SMTP_SERVER must be the name in the certificate; a certificate of your own authority needs NODE_EXTRA_CA_CERTS=<file.pem>';
const REFUSED = 'the mail stays queued; ask the administrator of the mail server';
const LATER = 'nothing: the server puts the mail off (greylisting, say), and it is sent again by itself';
const LOGIN = 'check SMTP_USERNAME and SMTP_PASSWORD';
const LET_IN =
  'the server takes mail only from whom it knows: set SMTP_USERNAME and SMTP_PASSWORD, or have its administrator let this host in';

/** What an answer says, whatever it was given to. */
const ADVICE_BY_ANSWER: readonly (readonly [answer: RegExp, advice: string])[] = [
  [/STARTTLS/i, 'set SMTP_TLS=starttls: the server wants the connection encrypted'],
  [/^53[458]|\b5\.7\.[89]\b/, LOGIN],
  [/^530|\b5\.7\.57\b|not authenticated|authenticat\w+ (is )?(required|needed)|authenticate first|relay/i, LET_IN],
  [/\bhelo\b|\behlo\b/i, 'set SMTP_NAME to a host name that the mail server accepts'],
  [/^4|\b4\.\d\.\d+\b/, LATER],
];
const ADVICE_BY_COMMAND: Readonly<Record<string, string>> = {
  EHLO: 'set SMTP_NAME to a host name that the mail server accepts',
  HELO: 'set SMTP_NAME to a host name that the mail server accepts',
  'MAIL FROM': 'check EMAIL_SENDER: the server must let this sender in',
  'RCPT TO': 'check CAMPAIGN_NOTIFICATION_EMAILS',
};

function adviceOn({response = '', command = ''}: DriverError): string {
  const known = ADVICE_BY_ANSWER.find(([answer]) => answer.test(response));
  return known?.[1] ?? ADVICE_BY_COMMAND[command] ?? REFUSED;
}

function explainLogin(error: DriverError): [what: string, advice: string] {
  const {responseCode} = error;
  const code = responseCode ? ` (${responseCode})` : '';
  if (isPassing(error)) return [`the login could not be checked just now${code}`, LATER];
  return responseCode && NO_LOGIN.includes(responseCode)
    ? [
        `it offers no login that is known here: NTLM and GSSAPI are not${code}`,
        'check SMTP_PORT; have LOGIN or PLAIN offered there; unset SMTP_USERNAME and SMTP_PASSWORD if it wants none',
      ]
    : [`the login was refused${code}`, LOGIN];
}

/** Answers of servers that do not know the command AUTH, or its method. */
const NO_LOGIN = [500, 501, 502, 503, 504];

function isPassing({responseCode = 0}: DriverError): boolean {
  return responseCode >= 400 && responseCode < 500;
}

/** The mail as a whole, not somebody's full mailbox, is more than the server takes. */
export function isTooLarge(thrown: unknown): boolean {
  const {code, command, message, response = ''} = (thrown instanceof Error ? thrown : new Error('')) as DriverError;
  if (code === 'EMESSAGE' && /larger than allowed/.test(message)) return true;
  return command !== 'RCPT TO' && /^(552(?!.*\b5\.2\.2\b)|523)|\b5\.3\.4\b|\b5\.2\.3\b/.test(response);
}

const OLD_TLS = 'it speaks only TLS that is older than 1.2; nothing was sent';
const CAUSES: Readonly<Record<string, string>> = {
  ETIMEDOUT: 'no answer in time',
  EABORT: 'no answer in time',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: OLD_TLS,
  ERR_SSL_UNSUPPORTED_PROTOCOL: OLD_TLS,
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
