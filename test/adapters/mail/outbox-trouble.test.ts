import {expect} from 'chai';
import {simpleParser} from 'mailparser';
import type {SMTPServerOptions} from 'smtp-server';
import {mailNotifier} from '../../../src/adapters/mail/mail-notifier.ts';
import {smtpTransport} from '../../../src/adapters/mail/transport/smtp-transport.ts';
import {showRun} from '../../../src/application/events/query-runs.ts';
import {deliverNotifications} from '../../../src/application/notify/outbox.ts';
import type {Notifier} from '../../../src/application/ports/notifier.ts';
import {type Certificate, certificateOf} from '../../support/certificate.ts';
import {idScanner} from '../../support/id-scanner.ts';
import {type MailServer, startMailServer, type Trouble} from '../../support/mail-server.ts';
import {makeWorld, type World} from '../../support/world.ts';
import {LETTERHEAD} from './letterhead.ts';

const RECIPIENTS = LETTERHEAD.recipients;
const everybody = (answer: string) => Object.fromEntries(RECIPIENTS.map((address) => [address, answer]));

/** Trouble in which nobody's copy is accepted, or nobody can tell. */
const TROUBLES: Record<string, Trouble> = {
  'a sender refused for now': {mail: '451 4.3.0 later'},
  'a sender refused': {mail: '550 5.7.1 not you'},
  'all recipients put off': {rcpt: everybody('450 4.2.0 greylisted')},
  'all recipients refused': {rcpt: everybody('550 5.1.1 unknown')},
  'a mail put off': {data: '452 4.3.1 disk full'},
  'a mail refused': {data: '554 5.7.1 looks like spam'},
  'a hang after DATA': {afterData: 'hang'},
  'a reset after the final dot': {afterData: 'reset'},
};

describe('a run whose mail meets', () => {
  let certificate: Certificate;
  let servers: MailServer[] = [];
  before(async () => {
    certificate = await certificateOf('localhost');
  });
  afterEach(async () => {
    await Promise.all(servers.map((server) => server.close()));
    servers = [];
  });

  const serve = async (options: SMTPServerOptions = {}, port = 0) => {
    const server = await startMailServer(certificate, options, port);
    servers.push(server);
    return server;
  };
  const stop = async (server: MailServer) => {
    servers = servers.filter((it) => it !== server);
    await server.close();
  };
  const notifier = (port: number, refused: string[] = [], recipients = RECIPIENTS): Notifier => {
    const options = {username: null, password: null, ca: certificate.cert, stepMs: 400};
    const transport = smtpTransport({server: 'localhost', port, tls: 'starttls', ...options});
    return mailNotifier(transport, {
      letterhead: {...LETTERHEAD, recipients},
      now: Date.now,
      onRefusal: (text) => refused.push(text),
    });
  };
  const outcomeOf = async ({deps}: World) => {
    const {status, error, notifications} = (await showRun(deps, null))!;
    return {status, error, mail: notifications.map(({status: state, failures}) => [state, failures])};
  };
  const retry = ({deps, request}: World, notify: Notifier) =>
    deliverNotifications({...deps, notify}, request.origin, () => {});
  /** The failed first try is on record, the next one arrives, and there is none after that. */
  const expectRecovery = async (world: World, server: MailServer, notify: Notifier) => {
    expect(await outcomeOf(world)).to.deep.equal({status: 'completed', error: null, mail: [['queued', 1]]});
    const before = server.taken.length;
    await retry(world, notify);
    await retry(world, notify);
    expect(await outcomeOf(world)).to.deep.equal({status: 'completed', error: null, mail: [['sent', 1]]});
    expect(server.taken.slice(before).map(({to, secure}) => ({to, secure}))).to.deep.equal([
      {to: RECIPIENTS, secure: true},
    ]);
    const ids = await Promise.all(server.taken.map(async ({source}) => (await simpleParser(source)).messageId));
    expect(new Set(ids)).to.deep.equal(new Set(['<distribution-2024-01-15.1-success.event1@halykbank.kz>']));
  };

  for (const [name, trouble] of Object.entries(TROUBLES)) {
    it(`${name} is completed all the same, and its mail arrives once the server is well`, async () => {
      const [world, server] = [makeWorld(), await serve()];
      const notify = notifier(server.port);
      server.trouble = trouble;
      await world.run({notify});
      server.trouble = {};
      await expectRecovery(world, server, notify);
    });
  }

  it('no server at all is completed all the same, and its mail arrives once there is one', async () => {
    const world = makeWorld();
    const {port, ...first} = await serve();
    await stop(servers.find((it) => it.taken === first.taken)!);
    await world.run({notify: notifier(port)});
    await expectRecovery(world, await serve({}, port), notifier(port));
  });

  it('a server without STARTTLS is completed all the same, and nothing was sent in clear', async () => {
    const world = makeWorld();
    const stripped = await serve({hideSTARTTLS: true, disabledCommands: ['STARTTLS']});
    await world.run({notify: notifier(stripped.port)});
    expect(stripped.taken).to.be.empty;
    const server = await serve();
    await expectRecovery(world, server, notifier(server.port));
  });

  it('one refused address is told to the others once, and the refusal is said', async () => {
    const [world, server, refused] = [makeWorld(), await serve(), [] as string[]];
    const notify = notifier(server.port, refused);
    server.trouble = {rcpt: {[RECIPIENTS[1]!]: '550 5.1.1 left the bank'}};
    await world.run({notify});
    await retry(world, notify);
    expect(await outcomeOf(world)).to.deep.equal({status: 'completed', error: null, mail: [['sent', 0]]});
    expect(server.taken.map(({to}) => to)).to.deep.equal([[RECIPIENTS[0], RECIPIENTS[2]]]);
    expect(refused).to.deep.equal(['the mail server did not accept manager@example.com: 550 5.1.1 left the bank']);
  });

  it('one address that is put off: it alone is tried again, even when the server was away meanwhile', async () => {
    const world = makeWorld();
    const server = await serve();
    // Domains are made lower-case on the way.
    const notify = notifier(server.port, [], RECIPIENTS.with(1, 'Manager@EXAMPLE.com'));
    const asSent = 'Manager@example.com';
    server.trouble = {rcpt: {[asSent]: '450 4.2.0 later', [RECIPIENTS[2]!]: '550 5.1.1 unknown'}};
    await world.run({notify});
    await retry(world, notify);
    server.trouble = {mail: '451 4.3.0 not now'};
    await retry(world, notify);
    expect(await outcomeOf(world)).to.deep.equal({status: 'completed', error: null, mail: [['queued', 3]]});
    server.trouble = {};
    await retry(world, notify);
    await retry(world, notify);
    expect(await outcomeOf(world)).to.deep.equal({status: 'completed', error: null, mail: [['sent', 3]]});
    expect(server.taken.map(({to}) => to)).to.deep.equal([[RECIPIENTS[0]], [asSent]]);
    const mails = await Promise.all(server.taken.map(({source}) => simpleParser(source)));
    expect(new Set(mails.map(({messageId}) => messageId)).size).to.equal(1);
  });

  it('one address that is put off, and is then no recipient any more', async () => {
    const [world, server] = [makeWorld(), await serve()];
    server.trouble = {rcpt: {[RECIPIENTS[1]!]: '450 4.2.0 later'}};
    await world.run({notify: notifier(server.port)});
    await retry(world, notifier(server.port, [], [RECIPIENTS[0]!]));
    expect(await outcomeOf(world)).to.deep.equal({status: 'completed', error: null, mail: [['sent', 1]]});
    expect(server.taken).to.have.lengthOf(1);
  });

  it('nobody’s id: none is in the source, encoded or decoded', async () => {
    const [world, server] = [makeWorld({users: 300}), await serve()];
    await world.run({notify: notifier(server.port)});
    const {source} = server.taken[0]!;
    const {text, html, attachments, subject} = await simpleParser(source);
    const parts = [source, text, String(html), subject, ...attachments.map(({content}) => content.toString())];
    const scan = idScanner(world.source.users.map(({iin}) => iin!));
    for (const part of parts) expect(scan(part ?? '')).to.deep.equal({plain: 0, digests: 0});
    expect(attachments).to.have.lengthOf(1);
  });
});
