import type {AddressInfo} from 'node:net';
import {buffer} from 'node:stream/consumers';
import {SMTPServer, type SMTPServerOptions} from 'smtp-server';
import type {Certificate} from './certificate.ts';

/** What the server is to do wrong; it may be changed while the server runs. */
export type Trouble = {
  /** The answer to MAIL, RCPT (per address) or the final dot, such as `450 4.2.0 later`. */
  mail?: string;
  rcpt?: Readonly<Record<string, string>>;
  data?: string;
  /** After the final dot, with the mail already taken. */
  afterData?: 'hang' | 'reset';
};

export type TakenMail = {
  readonly from: string;
  readonly to: readonly string[];
  readonly secure: boolean;
  readonly user: string | null;
  readonly source: string;
};

export type MailServer = {
  readonly port: number;
  readonly taken: TakenMail[];
  /** Each user and password it was shown. */
  readonly logins: {readonly user: string; readonly secure: boolean}[];
  trouble: Trouble;
  close(): Promise<void>;
};

export const PASSWORD = 'pass-word-Ж-1';

/** A real SMTP server on loopback that keeps what it takes; `postmaster` may log in with PASSWORD. */
export async function startMailServer(
  certificate: Certificate,
  options: SMTPServerOptions = {},
  port = 0,
): Promise<MailServer> {
  const [taken, logins]: [TakenMail[], MailServer['logins']] = [[], []];
  const server = new SMTPServer({
    ...certificate,
    authOptional: true,
    logger: false,
    closeTimeout: 100,
    onAuth: ({username = '', password}, session, done) => {
      logins.push({user: username, secure: session.secure});
      if (username === 'postmaster' && password === PASSWORD) return done(null, {user: username});
      done(answer(`535 5.7.8 no such user ${username} with ${password}`));
    },
    onMailFrom: (_address, _session, done) => done(answer(state.trouble.mail)),
    onRcptTo: ({address}, _session, done) => done(answer(state.trouble.rcpt?.[address])),
    onData: async (stream, session, done) => {
      const source = (await buffer(stream)).toString('utf8');
      if (stream.sizeExceeded) return done(answer('552 5.3.4 Message size exceeds fixed limit'));
      if (state.trouble.data) return done(answer(state.trouble.data));
      const {mailFrom, rcptTo} = session.envelope;
      const from = mailFrom ? mailFrom.address : '';
      const user = typeof session.user === 'string' ? session.user : null;
      taken.push({from, to: rcptTo.map(({address}) => address), secure: session.secure, user, source});
      if (state.trouble.afterData === 'reset') return disconnect(server);
      if (state.trouble.afterData !== 'hang') done(null);
    },
    ...options,
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const state: MailServer = {
    port: (server.server.address() as AddressInfo).port,
    taken,
    logins,
    trouble: {},
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return state;
}

function answer(text: string | undefined): Error | null {
  if (text === undefined) return null;
  return Object.assign(new Error(text.slice(4)), {responseCode: Number(text.slice(0, 3))});
}

function disconnect(server: SMTPServer): void {
  const {connections} = server as unknown as {
    connections: Set<{_socket: {resetAndDestroy?: () => void; destroy(): void}}>;
  };
  for (const {_socket: socket} of connections) socket.destroy();
}
