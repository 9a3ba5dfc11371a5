import {gunzipSync} from 'node:zlib';
import {expect} from 'chai';
import {composeMail} from '../../../src/adapters/mail/compose.ts';
import {keepSent} from '../../../src/adapters/mail/keep-sent.ts';
import {SAMPLE_NOTICES} from '../../../src/adapters/mail/sample/sample-notices.ts';
import {memorySentMails} from '../../support/memory/sent-mails.ts';
import {LETTERHEAD} from './letterhead.ts';

const mail = composeMail(Object.values(SAMPLE_NOTICES)[0]!, LETTERHEAD, Date.parse('2024-01-15T04:00:00Z'));
const DELIVERED = {answer: '250 for 990990000001', accepted: ['a@bank.kz'], refusals: []};

describe('mails as they were sent', () => {
  it('are kept whole once they are out, and an answer without ids', async () => {
    const sent = memorySentMails();
    expect(await keepSent(async () => DELIVERED, sent, expect.fail)(mail)).to.equal(DELIVERED);
    const kept = await sent.find(mail.id);
    expect(kept).to.include({at: '2024-01-15T04:00:00.000Z', messageId: mail.messageId, subject: mail.subject});
    expect(gunzipSync(kept!.html).toString()).to.equal(mail.html);
    expect(kept?.answer)
      .to.match(/^250 for /)
      .and.not.include('990990000001');
  });

  it('are not kept when they were not sent, nor while the store that keeps them is what is away', async () => {
    const sent = memorySentMails();
    const refuse = () => Promise.reject(new Error('refused'));
    const failed = await keepSent(refuse, sent, expect.fail)(mail).catch((error: Error) => error);
    expect(failed).to.have.property('message', 'refused');
    await keepSent(async () => DELIVERED, sent, expect.fail)({...mail, id: 'outage.2024'});
    expect(await sent.find(mail.id)).to.equal(null);
    expect(await sent.find('outage.2024')).to.equal(null);
  });

  it('are sent all the same when they cannot be kept', async () => {
    const told: string[] = [];
    const keep = async () => {
      throw new Error('disk full');
    };
    const keeping = keepSent(
      async () => DELIVERED,
      {...memorySentMails(), keep},
      (text) => told.push(text),
    );
    expect(await keeping(mail)).to.equal(DELIVERED);
    expect(told.join()).to.include('disk full').and.to.include(mail.id);
  });
});
