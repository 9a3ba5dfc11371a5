import {mkdir, mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {type AddressObject, simpleParser} from 'mailparser';
import {composeMail, type Letterhead} from '../../../src/adapters/mail/compose.ts';
import {mailNotifier} from '../../../src/adapters/mail/mail-notifier.ts';
import {SAMPLE_NOTICES, success} from '../../../src/adapters/mail/sample/sample-notices.ts';
import {emlFileTransport} from '../../../src/adapters/mail/transport/eml-file.ts';
import {Failure} from '../../../src/application/failure.ts';
import type {Notice} from '../../../src/application/ports/notifier.ts';
import {SETTINGS} from './letterhead.ts';

const FIRST = Date.parse('2024-01-15T03:01:00Z');

describe('the mail folder', () => {
  let root: string;
  let folder: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'softcollection-mail-'));
    folder = join(root, 'var', 'mail');
  });
  afterEach(() => rm(root, {recursive: true}));

  const LETTERHEAD: Letterhead = {
    ...SETTINGS,
    sender: 'SoftCollection <cdsrb@halykbank.kz>',
    recipients: ['admin@example.com', 'manager@example.com'],
  };
  const notifier = (more: Partial<Letterhead> = {}, now = FIRST) => {
    const options = {letterhead: {...LETTERHEAD, ...more}, now: () => now, onRefusal: expect.fail};
    return mailNotifier(emlFileTransport(folder), options);
  };
  const write = async (notice: Notice, more: Partial<Letterhead> = {}, now = FIRST) => {
    await notifier(more, now)(notice);
    return readFile(join(folder, `${notice.id}.eml`));
  };

  for (const [name, notice] of Object.entries(SAMPLE_NOTICES)) {
    it(`takes a mail that reads back whole: ${name}`, async () => {
      const mail = await simpleParser(await write(notice));
      expect(mail.subject).to.match(/^\p{Emoji}\ufe0f? SoftCollection: /u);
      expect(mail.html).to.contain('</html>');
      expect(mail.text!.trim()).to.equal(composeMail(notice, {...LETTERHEAD}, FIRST).text.trim());
      const [attachment, ...others] = mail.attachments;
      expect(others).to.be.empty;
      expect(attachment).to.include({contentType: 'application/json'});
      expect(attachment!.filename).to.match(/^(distribution|missed|late|outage)-2024-01-1.*\.json$/);
      const told = JSON.parse(attachment!.content.toString('utf8'));
      expect(told.schema_version).to.equal(2);
      if (notice.kind === 'success') expect(told).to.deep.equal({schema_version: 2, ...notice.report});
      if (notice.kind === 'missed') expect(told).to.deep.include({kind: 'missed', slots: notice.slots});
    });
  }

  it('has one message to all recipients, with the headers of a machine', async () => {
    const mail = await simpleParser(await write(success()));
    expect(mail.subject).to.equal(
      '✅ SoftCollection: Ежедневная дистрибуция завершена - 5000 пользователей распределено',
    );
    expect(mail.from!.value).to.deep.equal([{name: 'SoftCollection', address: 'cdsrb@halykbank.kz'}]);
    expect((mail.to as AddressObject).value.map(({address}) => address)).to.deep.equal([
      'admin@example.com',
      'manager@example.com',
    ]);
    expect(mail.headers.get('auto-submitted')).to.equal('auto-generated');
    expect(mail.messageId).to.equal('<distribution-2024-01-15.1-success@softcollection.invalid>');
    expect(mail.date!.getTime()).to.equal(FIRST);
  });

  it('needs neither sender nor recipients', async () => {
    const mail = await simpleParser(await write(success(), {sender: null, recipients: []}));
    expect(mail.from!.text).to.equal('softcollection@localhost');
    expect(mail.to).to.equal(undefined);
  });

  it('has CRLF line endings and short lines only', async () => {
    const text = (await write(success(['x'.repeat(255), 'ж'.repeat(127), '']))).toString('latin1');
    expect(text.replaceAll('\r\n', '')).not.to.match(/[\r\n]/);
    expect(Math.max(...text.split('\r\n').map((line) => line.length))).to.be.lessThan(998);
  });

  it('replaces the file of a repeat and leaves nothing else behind', async () => {
    await write(success(['before']));
    const mail = await simpleParser(await write(success(['after']), {}, FIRST + 60_000));
    expect(mail.text).to.contain('«after»').and.not.to.contain('«before»');
    expect(mail.date!.getTime()).to.equal(FIRST + 60_000);
    expect(await readdir(folder)).to.deep.equal(['distribution-2024-01-15.1-success.eml']);
  });

  it('stays in its folder whatever the id', async () => {
    await notifier()({...success(), id: '../../outside'});
    expect(await readdir(root)).to.deep.equal(['var']);
    expect(await readdir(folder)).to.have.lengthOf(1);
  });

  it('that cannot be written is a failure that says how to mend it', async () => {
    await writeFile(join(root, 'var'), 'a file where the folder should be');
    const failure = await write(success()).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Failure);
    expect(failure).to.include({kind: 'unreachable'});
    expect((failure as Failure).advice)
      .to.contain(folder)
      .and.contain('choose another');
  });

  it('that takes no new name leaves no temporary file', async () => {
    await write(success());
    await rm(join(folder, 'distribution-2024-01-15.1-success.eml'));
    await mkdir(join(folder, 'distribution-2024-01-15.1-success.eml', 'x'), {recursive: true});
    const failure = await write(success()).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Failure);
    expect(await readdir(folder)).to.deep.equal(['distribution-2024-01-15.1-success.eml']);
  });
});
