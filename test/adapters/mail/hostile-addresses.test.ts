import {expect} from 'chai';
import {type AddressObject, simpleParser} from 'mailparser';
import MailComposer from 'nodemailer/lib/mail-composer';
import {addressMail, composeMail, type Letterhead} from '../../../src/adapters/mail/compose.ts';
import {writeLetter} from '../../../src/adapters/mail/letter/write-letter.ts';
import {failed, planned, started} from '../../../src/adapters/mail/sample/sample-events.ts';
import {runNotice, success} from '../../../src/adapters/mail/sample/sample-notices.ts';
import {LETTERHEAD, SETTINGS} from './letterhead.ts';
import {tagsOf} from './visible.ts';

const INJECTION = '\r\nBcc: victim@example.com\r\n\r\n<script>alert(1)</script>';

/** Header names of the message, and whom it would be sent to. */
async function headersOf(letterhead: Letterhead) {
  const message = new MailComposer({...composeMail(success(), letterhead, 0), newline: 'win'}).compile();
  const source = (await message.build()).toString();
  const head = source.slice(0, source.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ');
  return {names: head.split('\r\n').map((line) => line.split(':')[0]), envelope: message.getEnvelope(), source};
}

describe('a configured address or name with line ends', () => {
  let plain: Awaited<ReturnType<typeof headersOf>>;
  before(async () => {
    plain = await headersOf(LETTERHEAD);
  });

  const cases: Record<string, Partial<Letterhead>> = {
    'in the sender': {sender: `cdsrb@halykbank.kz${INJECTION}`},
    'in the sender’s name': {sender: `Soft${INJECTION} <cdsrb@halykbank.kz>`},
    'in a recipient': {recipients: [`admin@example.com${INJECTION}`]},
    'in all recipients': {recipients: LETTERHEAD.recipients.map((address) => `${address}${INJECTION}`)},
  };
  for (const [name, change] of Object.entries(cases)) {
    it(`adds no header and no recipient: ${name}`, async () => {
      const {names, envelope, source} = await headersOf({...LETTERHEAD, ...change});
      expect(names).to.deep.equal(plain.names);
      expect(envelope.to).not.to.include('victim@example.com');
      const parsed = await simpleParser(source);
      expect(parsed.bcc).to.equal(undefined);
      expect([parsed.to].flat()).to.have.lengthOf(1);
      expect((parsed.to as AddressObject).value.map(({address}) => address)).not.to.include('victim@example.com');
    });
  }

  it('adds no header through a subject', async () => {
    const letter = writeLetter(success(), SETTINGS);
    const mail = addressMail({id: 'x', subject: `a${INJECTION}`, letter, attachments: [], token: null}, LETTERHEAD, 0);
    expect(mail.subject).not.to.match(/[\r\n]/);
  });
});

describe('a text from outside', () => {
  const tagsWith = (text: string) => {
    const error = runNotice('error', [started, planned(), failed({message: text, advice: text})]);
    const warned = success(undefined, [{kind: 'text', text}]);
    const abandoned = runNotice('abandoned', [started, planned(), {type: 'RunAbandoned', data: {reason: text}}]);
    return [error, warned, abandoned].map((notice) => tagsOf(composeMail(notice, LETTERHEAD, 0).html));
  };

  it('in an error, an advice, a warning or a reason changes nothing in the layout', () => {
    for (const text of [INJECTION, '"><td></table>', 'x'.repeat(5000), '\u202e\u2066', '{{title}} $& $1']) {
      expect(tagsWith(text)).to.deep.equal(tagsWith('plain'));
    }
  });
});
