import {expect} from 'chai';
import type {SentMail, SentMails} from '../../src/application/ports/sent-mails.ts';

const MAIL: SentMail = {
  id: 'distribution-2024-01-15.1-success',
  at: '2024-01-15T04:00:14.000Z',
  messageId: '<distribution-2024-01-15.1-success@bank.kz>',
  subject: '✅ Қайырлы таң',
  answer: '250 2.0.0 Ok: queued',
  html: Buffer.from([31, 139, 0, 255]),
};

const plain = (mail: SentMail | null) => mail && {...mail, html: [...mail.html]};

/** What every store of sent mails promises. */
export function sentMailsContract(
  name: string,
  make: () => Promise<{open: () => Promise<SentMails>; close: () => Promise<void>}>,
): void {
  describe(`sent mails: ${name}`, () => {
    it('are found by their ids as they were kept, by other processes too, and the first stands', async () => {
      const {open, close} = await make();
      const store = await open();
      expect(await store.find(MAIL.id)).to.equal(null);
      await store.keep(MAIL);
      await store.keep({...MAIL, subject: 'a later try'});
      await store.keep({...MAIL, id: 'scheduler.1-missed', html: Buffer.from([1])});
      expect(plain(await (await open()).find(MAIL.id))).to.deep.equal(plain(MAIL));
      expect((await store.find('scheduler.1-missed'))?.html).to.have.length(1);
      expect(await store.find('distribution-2024-01-15.2-success')).to.equal(null);
      await close();
    });

    it('are read by id, however many, and forgotten by the time they were made', async () => {
      const {open, close} = await make();
      const store = await open();
      const ids = Array.from({length: 250}, (_, i) => `scheduler.${String(i).padStart(3, '0')}`);
      for (const [i, id] of ids.entries())
        await store.keep({...MAIL, id, at: i < 100 ? '2023-12-31T23:59:59.999Z' : MAIL.at});
      const idsOf = async () => {
        const found: string[] = [];
        for await (const mail of (await open()).all()) found.push(mail.id);
        return found;
      };
      expect(await idsOf()).to.deep.equal(ids);
      expect(await store.remove('2023-12-31T23:59:59.999Z')).to.equal(0);
      expect(await store.count('2024-01-01T00:00:00.000Z')).to.equal(100);
      expect(await store.remove('2024-01-01T00:00:00.000Z')).to.equal(100);
      expect(await store.count('2024-01-01T00:00:00.000Z')).to.equal(0);
      expect(await idsOf()).to.deep.equal(ids.slice(100));
      for await (const mail of store.all()) expect(plain(mail)).to.deep.equal(plain({...MAIL, id: mail.id}));
      expect(await store.remove(null)).to.equal(150);
      expect(await idsOf()).to.deep.equal([]);
      await close();
    });
  });
}
