import {createServer} from 'node:net';
import {expect} from 'chai';
import {simpleParser} from 'mailparser';
import type {SMTPServerOptions} from 'smtp-server';
import {composeMail} from '../../../src/adapters/mail/compose.ts';
import {success} from '../../../src/adapters/mail/sample/sample-notices.ts';
import {type SmtpOptions, smtpTransport} from '../../../src/adapters/mail/transport/smtp-transport.ts';
import {Failure} from '../../../src/application/failure.ts';
import {type Certificate, certificateOf} from '../../support/certificate.ts';
import {type MailServer, PASSWORD, startMailServer} from '../../support/mail-server.ts';
import {LETTERHEAD} from './letterhead.ts';

const RECIPIENTS = LETTERHEAD.recipients;
const MAIL = composeMail(success(), LETTERHEAD, 0);

describe('the SMTP transport', () => {
  let certificate: Certificate;
  const servers: MailServer[] = [];
  before(async () => {
    certificate = await certificateOf('localhost');
  });
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  const serve = async (options: SMTPServerOptions = {}) => {
    const server = await startMailServer(certificate, options);
    servers.push(server);
    return server;
  };
  const transport = ({port}: {port: number}, more: Partial<SmtpOptions> = {}) =>
    smtpTransport({
      server: 'localhost',
      port,
      tls: 'starttls',
      username: null,
      password: null,
      ca: certificate.cert,
      stepMs: 5000,
      ...more,
    });
  const failureOf = async (sending: Promise<unknown>, kind = 'unreachable'): Promise<Failure> => {
    const failure = await sending.then(
      () => null,
      (error: unknown) => error,
    );
    expect(failure).to.be.instanceOf(Failure);
    expect(failure).to.include({kind});
    expect((failure as Failure).advice).to.be.a('string');
    expect((failure as Failure).message + (failure as Failure).advice).not.to.match(/pass-word|cGFzcy13b3Jk/);
    return failure as Failure;
  };

  describe('hands a mail over', () => {
    const ways: Record<string, [SMTPServerOptions, Partial<SmtpOptions>, secure: boolean]> = {
      'by STARTTLS': [{}, {}, true],
      'by TLS from the start': [{secure: true}, {tls: 'tls'}, true],
      'in clear, if that is asked for': [{}, {tls: 'none'}, false],
    };
    for (const [way, [serverOptions, options, secure]] of Object.entries(ways)) {
      it(way, async () => {
        const server = await serve(serverOptions);
        const delivery = await transport(server, options)(MAIL);
        expect(delivery).to.deep.include({accepted: RECIPIENTS, refusals: []});
        expect(delivery.answer).to.match(/^250 /);
        const [{from, to, source, ...taken}, ...others] = server.taken as [MailServer['taken'][0]];
        expect(others).to.be.empty;
        expect({from, to, ...taken}).to.deep.equal({from: 'cdsrb@halykbank.kz', to: RECIPIENTS, secure, user: null});
        expect((await simpleParser(source)).messageId).to.equal(MAIL.messageId);
      });
    }

    it('with a login, after the connection is encrypted', async () => {
      const server = await serve({authOptional: false});
      await transport(server, {username: 'postmaster', password: PASSWORD})(MAIL);
      expect(server.logins).to.deep.equal([{user: 'postmaster', secure: true}]);
      expect(server.taken[0]).to.include({user: 'postmaster'});
    });

    it('again under the same Message-ID', async () => {
      const server = await serve();
      const send = transport(server);
      await send(MAIL);
      await send({...MAIL, date: new Date(99)});
      const ids = server.taken.map(({source}) => /^Message-ID: (.*)\r$/m.exec(source)![1]);
      expect(ids).to.deep.equal([MAIL.messageId, MAIL.messageId]);
    });
  });

  describe('sends nothing in clear', () => {
    it('when the server offers no STARTTLS', async () => {
      const server = await serve({hideSTARTTLS: true, disabledCommands: ['STARTTLS']});
      const failure = await failureOf(transport(server, {username: 'postmaster', password: PASSWORD})(MAIL));
      expect(failure.message).to.contain('STARTTLS');
      expect([server.taken, server.logins]).to.deep.equal([[], []]);
    });

    it('when somebody between strips STARTTLS: not even the sender is said', async () => {
      const {port, said, close} = await strippingServer();
      const failure = await failureOf(transport({port}, {username: 'postmaster', password: PASSWORD})(MAIL));
      await close();
      expect(failure.message).to.contain('STARTTLS');
      const words = said
        .join('')
        .trim()
        .split('\r\n')
        .map((line) => line.split(' ')[0]);
      expect(words).to.deep.equal(['EHLO', 'STARTTLS']);
    });

    it('when the certificate is signed by nobody we trust', async () => {
      const server = await serve();
      const {ca: _ca, ...options} = {...optionsOf(server)};
      const failure = await failureOf(smtpTransport(options)(MAIL));
      expect(failure.message).to.contain('certificate is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)');
      expect(failure.advice).to.contain('NODE_EXTRA_CA_CERTS');
      expect(server.taken).to.be.empty;
    });

    for (const tls of ['starttls', 'tls'] as const) {
      it(`when the certificate is of another host: ${tls}`, async () => {
        const other = await certificateOf('other.example.com');
        const server = await startMailServer(other, {secure: tls === 'tls'});
        servers.push(server);
        const failure = await failureOf(transport(server, {ca: other.cert, tls})(MAIL));
        expect(failure.message).to.contain('certificate is not trusted (ERR_TLS_CERT_ALTNAME_INVALID)');
        expect(server.taken).to.be.empty;
      });
    }
  });

  describe('says what went wrong', () => {
    it('when the server is down', async () => {
      const server = await serve();
      await servers.pop()!.close();
      const failure = await failureOf(transport(server)(MAIL));
      expect(failure.message).to.equal(`mail server localhost:${server.port}: ECONNREFUSED`);
      expect(failure.advice).to.contain('SMTP_SERVER');
    });

    it('when the name is unknown', async () => {
      const failure = await failureOf(transport({port: 25}, {server: 'mail.invalid'})(MAIL));
      expect(failure.message).to.contain('its name is not known');
    });

    it('when the login is refused, without repeating it', async () => {
      const server = await serve();
      const sending = transport(server, {username: 'cdsrb', password: `${PASSWORD}-old`})(MAIL);
      const failure = await failureOf(sending, 'refused');
      expect(failure.message).to.contain('the login was refused (535)').and.not.contain('cdsrb');
      expect(failure.advice).to.contain('SMTP_PASSWORD');
      expect(server.taken).to.be.empty;
    });

    it('when the sender is refused', async () => {
      const server = await serve();
      server.trouble = {mail: '550 5.7.1 not you'};
      const failure = await failureOf(transport(server)(MAIL));
      expect(failure.message).to.contain('it answered 550 5.7.1 not you');
      expect(failure.advice).to.contain('EMAIL_SENDER');
    });

    for (const answer of ['450 4.2.0 greylisted', '550 5.1.1 nobody here']) {
      it(`when every recipient is refused: ${answer}`, async () => {
        const server = await serve();
        server.trouble = {rcpt: Object.fromEntries(RECIPIENTS.map((address) => [address, answer]))};
        const failure = await failureOf(transport(server)(MAIL));
        expect(failure.message).to.contain(answer);
        expect(failure.advice).to.contain(
          answer.startsWith('4') ? 'sent again by itself' : 'CAMPAIGN_NOTIFICATION_EMAILS',
        );
      });

      it(`when the mail is refused: ${answer}`, async () => {
        const server = await serve();
        server.trouble = {data: answer};
        expect((await failureOf(transport(server)(MAIL))).message).to.contain(`it answered ${answer}`);
        server.trouble = {};
        await transport(server)(MAIL);
        expect(server.taken).to.have.lengthOf(1);
      });
    }

    for (const [answer, advice] of [
      ['451 4.7.1 Greylisting in action, please come back later', 'sent again by itself'],
      ['421 4.3.2 too busy', 'sent again by itself'],
      ['421 4.7.0 closing connection (EHLO)', 'SMTP_NAME'],
      ['530 5.7.57 Client not authenticated to send mail', 'SMTP_USERNAME'],
      ['530 5.7.0 Authentication required', 'SMTP_USERNAME'],
      ['530 5.7.0 Must issue a STARTTLS command first', 'SMTP_TLS'],
      ['535 5.7.8 Authentication credentials invalid', 'SMTP_USERNAME'],
      ['550 5.7.1 Authentication is required', 'SMTP_USERNAME'],
      ['550 5.7.54 Unable to relay recipient in non-accepted domain', 'SMTP_USERNAME'],
      ['554 5.7.1 Relay access denied', 'SMTP_USERNAME'],
    ] as const) {
      it(`by what a refusal means, to the sender and to all recipients alike: ${answer}`, async () => {
        const server = await serve();
        for (const trouble of [{mail: answer}, {rcpt: Object.fromEntries(RECIPIENTS.map((to) => [to, answer]))}]) {
          server.trouble = trouble;
          const failure = await failureOf(transport(server)(MAIL));
          expect(failure.message).to.contain(`it answered ${answer.slice(0, 3)}`);
          expect(failure.advice).to.contain(advice).and.not.contain('CAMPAIGN_NOTIFICATION_EMAILS');
        }
      });
    }

    it('when the server offers no login: the mail does not go without one', async () => {
      const server = await serve({disabledCommands: ['AUTH']});
      const sending = transport(server, {username: 'postmaster', password: PASSWORD})(MAIL);
      const failure = await failureOf(sending, 'refused');
      expect(failure.message).to.contain('it offers no login');
      expect([server.taken, server.logins]).to.deep.equal([[], []]);
    });

    it('hiding what a server repeats of ids and passwords', async () => {
      const server = await serve();
      server.trouble = {data: `554 spam: 900101300123 ${PASSWORD} ${Buffer.from(PASSWORD).toString('base64')}`};
      const failure = await failureOf(transport(server, {username: 'postmaster', password: PASSWORD})(MAIL));
      expect(failure.message).to.contain('554 spam: [id] *** ***');
    });

    it('when nobody greets', async () => {
      const {port, close} = await silentServer();
      const failure = await failureOf(transport({port}, {stepMs: 150})(MAIL));
      await close();
      expect(failure.message).to.contain('no answer in time');
    });

    it('when a server trickles on for ever', async () => {
      const {port, close} = await silentServer('220-wait\r\n');
      const failure = await failureOf(transport({port}, {stepMs: 60_000, totalMs: 200})(MAIL));
      await close();
      expect(failure.message).to.contain('no answer in time');
    });

    for (const [afterData, said] of [
      ['hang', 'no answer in time'],
      ['reset', 'the connection ended before the mail was accepted'],
    ] as const) {
      it(`when the answer to the final dot is lost (${afterData}); the next try is a recognisable repeat`, async () => {
        const server = await serve();
        server.trouble = {afterData};
        expect((await failureOf(transport(server, {stepMs: 400})(MAIL))).message).to.contain(said);
        server.trouble = {};
        await transport(server)(MAIL);
        const parsed = await Promise.all(server.taken.map(({source}) => simpleParser(source)));
        expect(parsed.map(({messageId}) => messageId)).to.deep.equal([MAIL.messageId, MAIL.messageId]);
      });
    }
  });

  it('sends a mail that is too large without its attachment, and one that still is not for ever', async () => {
    const large = {...MAIL, attachments: [{...MAIL.attachments[0]!, content: 'x'.repeat(400_000)}]};
    const server = await serve({size: 300_000});
    expect(await transport(server)(large)).to.deep.include({accepted: RECIPIENTS, refusals: []});
    const {attachments, messageId} = await simpleParser(server.taken[0]!.source);
    expect([messageId, attachments.map(({filename}) => filename)]).to.deep.equal([
      MAIL.messageId,
      ['attachment-too-large.txt'],
    ]);

    const small = await serve({size: 1_000});
    const {accepted, refusals} = await transport(small)(large);
    expect(accepted).to.deep.equal([]);
    expect(refusals.map(({recipient, isFinal}) => [recipient, isFinal])).to.deep.equal(
      RECIPIENTS.map((to) => [to, true]),
    );

    const silent = await serve();
    silent.trouble = {data: '552 5.3.4 Message size exceeds fixed limit'};
    expect((await transport(silent)(large)).refusals).to.have.lengthOf(RECIPIENTS.length);
    silent.trouble = {rcpt: {[RECIPIENTS[0]!]: '552 5.2.2 mailbox full'}};
    expect((await transport(silent)(large)).accepted).to.deep.equal(RECIPIENTS.slice(1));
  });

  it('greets by the name it is given, never by a number', async () => {
    const names: string[] = [];
    const server = await serve({
      onConnect: (_session, done) => done(),
      onMailFrom: (_address, session, done) => {
        names.push(session.hostNameAppearsAs);
        done();
      },
    });
    await transport(server, {name: 'bank.kz'})(MAIL);
    expect(names).to.deep.equal(['bank.kz']);
  });

  it('does not let one refused address hold up or repeat the others’ copies', async () => {
    const server = await serve();
    server.trouble = {rcpt: {[RECIPIENTS[1]!]: '550 5.1.1 left the bank', [RECIPIENTS[2]!]: '450 4.2.0 later'}};
    const {accepted, refusals} = await transport(server)(MAIL);
    expect(accepted).to.deep.equal([RECIPIENTS[0]]);
    expect(refusals).to.deep.equal([
      {recipient: RECIPIENTS[1], isFinal: true, answer: '550 5.1.1 left the bank'},
      {recipient: RECIPIENTS[2], isFinal: false, answer: '450 4.2.0 later'},
    ]);
    expect(server.taken.map(({to}) => to)).to.deep.equal([[RECIPIENTS[0]]]);
  });

  const optionsOf = ({port}: {port: number}): SmtpOptions => ({
    server: 'localhost',
    port,
    tls: 'starttls',
    username: null,
    password: null,
  });
});

/** Speaks as far as EHLO and never heard of STARTTLS; keeps every byte it is told. */
async function strippingServer() {
  const said: string[] = [];
  const {port, close} = await plainServer((write, data) => {
    said.push(data);
    if (data.startsWith('EHLO')) write('250-mail\r\n250 AUTH PLAIN LOGIN\r\n');
    else write('500 what?\r\n');
  }, '220 mail ESMTP\r\n');
  return {port, said, close};
}

function silentServer(greeting = '') {
  return plainServer(() => {}, greeting);
}

async function plainServer(answer: (write: (text: string) => void, data: string) => void, greeting: string) {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (data) => answer((text) => void socket.write(text), data.toString()));
    socket.write(greeting);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return {port: (server.address() as {port: number}).port, close};
}
