import {existsSync, readFileSync} from 'node:fs';
import {expect} from 'chai';
import {simpleParser} from 'mailparser';
import type {MailPreview, MailTest} from '../../src/adapters/cli/cli-services.ts';
import type {RunReport} from '../../src/domain/run-report.ts';
import {type Certificate, certificateOf} from '../support/certificate.ts';
import {fill} from '../support/filled.ts';
import {type Installation, installations, jsonOf, type Settings} from '../support/installation.ts';
import {type MailServer, PASSWORD, startMailServer} from '../support/mail-server.ts';

const RECIPIENTS = ['admin@example.com', 'manager@example.com'];

describe('mail', () => {
  const install = installations();
  let certificate: Certificate;
  let server: MailServer;
  before(async () => {
    certificate = await certificateOf('localhost');
  });
  beforeEach(async () => {
    server = await startMailServer(certificate, {authOptional: false});
  });
  afterEach(() => server.close());

  const settings = (at: Installation, more: Settings = {}): Settings => {
    at.write('ca.pem', certificate.cert);
    return {
      SMTP_SERVER: 'localhost',
      SMTP_PORT: String(server.port),
      SMTP_USERNAME: 'postmaster',
      SMTP_PASSWORD: PASSWORD,
      EMAIL_SENDER: 'cdsrb@halykbank.kz',
      CAMPAIGN_NOTIFICATION_EMAILS: RECIPIENTS.join(','),
      NODE_EXTRA_CA_CERTS: at.inFolder('ca.pem'),
      ...more,
    };
  };

  it('test sends one mail and answers what the server said', async () => {
    const at = install();
    const answer = await at.run('mail test --json', settings(at));
    expect(answer.code, answer.err).to.equal(0);
    const test = jsonOf<MailTest>(answer);
    expect(test).to.deep.include({accepted: RECIPIENTS, refused: []});
    expect(test.answer).to.match(/^250 /);
    const [mail, ...others] = server.taken;
    expect(others).to.be.empty;
    const parsed = await simpleParser(mail!.source);
    expect(parsed).to.include({subject: '🧪 SoftCollection: Проверка почты', messageId: test.message_id});
    expect(mail).to.deep.include({to: RECIPIENTS, secure: true, user: 'postmaster'});
  });

  it('test tells of a refused address, and ends with 1', async () => {
    const at = install();
    server.trouble = {rcpt: {[RECIPIENTS[1]!]: '550 5.1.1 unknown'}};
    const answer = await at.run('mail test', settings(at));
    expect(answer.code, answer.err).to.equal(1);
    expect(answer.out).to.contain('✓ admin@example.com').and.contain('✗ manager@example.com: 550 5.1.1 unknown');
  });

  it('test ends with 4 and advice when the login is refused; the password is nowhere', async () => {
    const at = install();
    const wrong = {...settings(at, {SMTP_PASSWORD: 'wrong-password', LOG_LEVEL: 'trace'})};
    const answer = await at.run('mail test', wrong);
    expect(answer.code).to.equal(4);
    expect(answer.err).to.contain('the login was refused (535)').and.contain('SMTP_PASSWORD');
    expect(answer.out + answer.err).not.to.match(/wrong-password|d3JvbmctcGFzc3dvcmQ/);
  });

  it('test writes a file with file mail', async () => {
    const at = install();
    const test = jsonOf<MailTest>(await at.here('mail test --json'));
    expect(test).to.deep.include({way: 'file', accepted: [], refused: []});
    expect((await simpleParser(readFileSync(test.answer))).subject).to.contain('Проверка почты');
  });

  it('preview renders every kind into a folder and sends nothing', async () => {
    const at = install();
    const answer = await at.here(['mail', 'preview', '--to', at.inFolder('out'), '--json'], settings(at));
    expect(answer.code, answer.err).to.equal(0);
    const {folder, mails} = jsonOf<MailPreview>(answer);
    expect(folder).to.equal(at.inFolder('out'));
    const beginnings = new Set(mails.map(({subject}) => [...subject][0]));
    expect([...beginnings].join('')).to.equal('✅⏭❌🚨⚠🛑⏰⌛');
    for (const {subject, files} of mails) {
      expect(files.filter(existsSync)).to.have.lengthOf(3);
      expect((await simpleParser(readFileSync(files[2]!))).subject).to.equal(subject);
    }
    expect(server.taken).to.be.empty;
  });

  it('of a run arrives by SMTP, and a server that is down is made up for by the next command', async () => {
    const at = install();
    await fill(at, {people: 30, campaigns: 2});
    const {port} = server;
    await server.close();
    const down = await at.run('run --json', settings(at));
    expect(down.code, down.err).to.equal(0);
    expect(jsonOf<RunReport>(down)).to.deep.include({
      status: 'completed',
      notifications: [{id: '1-success', kind: 'success', status: 'queued', failures: 1}],
    });
    expect((await at.here(`runs show distribution-${jsonOf<RunReport>(down).business_date}`)).out).to.contain(
      'success: queued, 1 failed try',
    );
    server = await startMailServer(certificate, {}, port);
    const up = await at.run('run', settings(at));
    expect(up.code, up.err).to.equal(6);
    const subjects = await Promise.all(server.taken.map(async ({source}) => (await simpleParser(source)).subject));
    expect(subjects.map((subject) => [...subject!][0])).to.deep.equal(['✅', '⏭']);
  });
});
