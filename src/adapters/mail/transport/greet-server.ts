import type {TLSSocket} from 'node:tls';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type {MailFacts} from '../../../application/ports/check-facts.ts';
import {smtpFailure} from './smtp-failure.ts';
import {connectionOptions, type SmtpOptions} from './smtp-transport.ts';

/**
 * Greets the mail server and leaves: connection, EHLO, encryption. With `login` it logs in too, which may lock an account
 * whose password is wrong; no mail is begun. Throws a `Failure` as sending would.
 */
export async function greetServer(options: SmtpOptions, {login}: {login: boolean}): Promise<MailFacts> {
  const {server, port, username, password} = options;
  const connection = new SMTPConnection(connectionOptions(options));
  const wantsLogin = username !== null && password !== null;
  try {
    await new Promise<void>((resolve, reject) => {
      connection.on('error', reject);
      connection.on('end', () => reject(new Error('the connection was ended')));
      connection.connect((error) => (error ? reject(error) : resolve()));
    });
    const lacksLogin = wantsLogin && !connection.allowsAuth;
    const isLoggedIn = login && wantsLogin && !lacksLogin;
    if (isLoggedIn) await logIn(connection, username, password);
    return {
      type: 'smtp',
      address: `${server}:${port}`,
      isEncrypted: connection.secure,
      certificateEnds: certificateEnd(connection),
      lacksLogin,
      isLoggedIn,
    };
  } catch (error) {
    throw smtpFailure(error, options, [username ?? '', password ?? '']);
  } finally {
    connection.on('error', () => {});
    connection.quit();
    connection.close();
  }
}

function logIn(connection: SMTPConnection, user: string, pass: string): Promise<void> {
  return new Promise((resolve, reject) =>
    connection.login({credentials: {user, pass}}, (error) => (error ? reject(error) : resolve())),
  );
}

function certificateEnd({_socket: socket}: SMTPConnection): number | null {
  if (!socket || !isTls(socket)) return null;
  const {valid_to: until} = socket.getPeerCertificate();
  return until ? Date.parse(until) : null;
}

function isTls(socket: object): socket is TLSSocket {
  return 'getPeerCertificate' in socket;
}
