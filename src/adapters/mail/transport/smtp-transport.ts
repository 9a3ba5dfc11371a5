import {Failure} from '../../../application/failure.ts';
import type {AddressedMail, Delivery, Transport} from '../mail-notifier.ts';
import {isTooLarge, type Server, smtpFailure, tidyAnswer} from './smtp-failure.ts';

export type SmtpOptions = Server & {
  /** What this host calls itself to the server. */
  readonly name?: string | null;
  /** Both or neither. */
  readonly username: string | null;
  readonly password: string | null;
  /** Certificates (PEM) to trust instead of the usual ones. */
  readonly ca?: string;
  /** How long one step may take, and the whole attempt. */
  readonly stepMs?: number;
  readonly totalMs?: number;
  /** Aborted when the process is asked to stop: an attempt is then given up at once. */
  readonly stopping?: AbortSignal;
};

/** A reply that refuses one recipient: after 4xx the same may be accepted later, 5xx is final. */
type Rejection = {readonly recipient?: string; readonly responseCode?: number; readonly response?: string};

/**
 * Hands a mail to a server, over a connection of its own. What one recipient's address is answered does not hold up
 * the others. Throws `unreachable` when nobody's copy was accepted; the answer to a mail may have been lost then.
 */
export function smtpTransport(options: SmtpOptions): Transport {
  const {username, password, totalMs = 120_000, stopping} = options;
  const secrets = [username ?? '', password ?? ''];
  const send = async ({id: _id, ...mail}: AddressedMail): Promise<Delivery> => {
    const timeout = AbortSignal.timeout(totalMs);
    const signal = stopping ? AbortSignal.any([timeout, stopping]) : timeout;
    const {createTransport} = await import('nodemailer');
    const sent = await createTransport(driverOptions(options)).sendMail({...mail, signal});
    const rejections = (sent.rejectedErrors ?? []) as readonly Rejection[];
    const refusals = rejections.map(({recipient = '', responseCode = 0, response = ''}) => ({
      recipient,
      isFinal: responseCode >= 500,
      answer: tidyAnswer(response, secrets),
    }));
    return {answer: tidyAnswer(sent.response, secrets), accepted: sent.accepted.map(String), refusals};
  };
  return async (mail) => {
    try {
      return await sendFitting(send, mail);
    } catch (error) {
      if (stopping?.aborted) throw new Failure('interrupted', 'stopped while a mail was being sent', {cause: error});
      throw smtpFailure(error, options, secrets);
    }
  };
}

/** A mail that is too large goes without its attachment; one that still is can never be sent, and is not tried again. */
async function sendFitting(send: Transport, mail: AddressedMail): Promise<Delivery> {
  for (const attachments of [mail.attachments, [TOO_LARGE]]) {
    try {
      return await send({...mail, attachments});
    } catch (error) {
      if (!isTooLarge(error)) throw error;
    }
  }
  const answer = 'the mail is larger than the server takes, even without its attachment';
  const recipients = mail.envelope?.to ?? mail.to.map(({address}) => address);
  return {answer, accepted: [], refusals: recipients.map((recipient) => ({recipient, isFinal: true, answer}))};
}

/** Stands in for an attachment that the server does not take. */
const TOO_LARGE = {
  filename: 'attachment-too-large.txt',
  content: 'Вложение больше, чем принимает почтовый сервер. Полный результат: softcollection runs show --json\n',
  contentType: 'text/plain; charset=utf-8',
};

function driverOptions(options: SmtpOptions) {
  const {username, password} = options;
  return {
    ...connectionOptions(options),
    // A login that the server does not offer is an error, not one step less.
    forceAuth: true,
    ...(username === null || password === null ? {} : {auth: {user: username, pass: password}}),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** The conversation is never logged: it holds the password and the mail. */
export function connectionOptions({server, port, tls, name, ca, stepMs = 30_000}: SmtpOptions) {
  return {
    host: server,
    ...(name ? {name} : {}),
    port,
    secure: tls === 'tls',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    tls: {rejectUnauthorized: true, minVersion: 'TLSv1.2' as const, ...(ca === undefined ? {} : {ca})},
    dnsTimeout: stepMs,
    connectionTimeout: stepMs,
    greetingTimeout: stepMs,
    socketTimeout: stepMs,
    logger: false,
    debug: false,
  };
}
