import {X509Certificate} from 'node:crypto';
import {createServer, type Server, type Socket} from 'node:net';
import {expect} from 'chai';
import type {SMTPServerOptions} from 'smtp-server';
import {greetServer} from '../../../src/adapters/mail/transport/greet-server.ts';
import type {SmtpOptions} from '../../../src/adapters/mail/transport/smtp-transport.ts';
import {type Certificate, certificateOf} from '../../support/certificate.ts';
import {freePort} from '../../support/free-port.ts';
import {type MailServer, PASSWORD, startMailServer} from '../../support/mail-server.ts';

const LOGIN = {username: 'postmaster', password: PASSWORD};

describe('greeting the mail server', () => {
  let certificate: Certificate;
  let server: MailServer | null = null;
  before(async () => {
    certificate = await certificateOf('localhost');
  });
  afterEach(async () => {
    await server?.close();
    server = null;
  });

  const greet = async (more: Partial<SmtpOptions> = {}, options: SMTPServerOptions = {}, login = false) => {
    await server?.close();
    server = await startMailServer(certificate, options);
    const common = {
      server: 'localhost',
      port: server.port,
      tls: 'starttls',
      ca: certificate.cert,
      stepMs: 5_000,
    } as const;
    return greetServer({...common, username: null, password: null, ...more}, {login});
  };
  const refusal = (greeting: Promise<unknown>) => greeting.then(() => 'no failure', (error: Error) => error.message); // biome-ignore format: short

  it('tells how it is encrypted, and when its certificate ends', async () => {
    const ends = Date.parse(new X509Certificate(certificate.cert).validTo);
    expect(await greet()).to.include({isEncrypted: true, certificateEnds: ends, lacksLogin: false, isLoggedIn: false});
    expect(await greet({tls: 'tls'}, {secure: true})).to.include({isEncrypted: true, certificateEnds: ends});
    expect(await greet({tls: 'none'})).to.include({isEncrypted: false, certificateEnds: null});
    expect(server?.taken).to.deep.equal([]);
  });

  it('logs in only when asked to', async () => {
    expect(await greet(LOGIN)).to.include({isLoggedIn: false, lacksLogin: false});
    expect(server?.logins).to.deep.equal([]);
    expect(await greet(LOGIN, {}, true)).to.include({isLoggedIn: true});
    expect(server?.logins).to.have.length(1);
    expect(await refusal(greet({...LOGIN, password: 'wr0ng'}, {}, true))).to.match(/the login was refused/);
  });

  it('sees that no login is offered', async () => {
    expect(await greet(LOGIN, {disabledCommands: ['AUTH']})).to.include({lacksLogin: true, isLoggedIn: false});
  });

  it('fails as sending would: a certificate nobody trusts, no STARTTLS, nobody there', async () => {
    const stranger = await certificateOf('localhost');
    expect(await refusal(greet({ca: stranger.cert}))).to.match(/certificate is not trusted/);
    expect(await refusal(greet({}, {disabledCommands: ['STARTTLS']}))).to.match(/does not offer STARTTLS/);
    expect(await refusal(greet({port: await freePort()}))).to.match(/ECONNREFUSED/);
  });

  it('gives up on a server that says nothing', async () => {
    const sockets: Socket[] = [];
    const silent: Server = createServer((socket) => sockets.push(socket));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    expect(await refusal(greet({server: '127.0.0.1', port, stepMs: 300}))).to.match(/no answer in time/);
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
});
