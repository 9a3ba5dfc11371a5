import {expect} from 'chai';
import fc from 'fast-check';
import {simpleParser} from 'mailparser';
import MailComposer from 'nodemailer/lib/mail-composer';
import {composeMail} from '../../../src/adapters/mail/compose.ts';
import {success} from '../../../src/adapters/mail/sample/sample-notices.ts';
import {LETTERHEAD} from './letterhead.ts';
import {tagsOf, visibleTexts} from './visible.ts';

const compose = (name: string) => composeMail(success([name, 'plain']), LETTERHEAD, 0);
/** With a boundary that an attacker knows; a real one is random. */
const raw = async (name: string) =>
  (await new MailComposer({...compose(name), newline: 'win', baseBoundary: 'known'}).compile().build()).toString();

const NAMES: Record<string, string> = {
  script: `<script>alert("1")</script><img src=x onerror='x()'>`,
  'attribute ends': `"><td style='x'>&amp;&#60;b&#62;</td>`,
  'header lines': 'name\r\nBcc: victim@example.com\r\n\r\nbody',
  'lone line ends': 'a\rb\nc\u2028d\u2029e\u0085f\u000bg\u000ch',
  tabs: '\tname\t\t',
  'a boundary': '\r\n----_NmP-known-Part_1--\r\nContent-Type: text/html\r\n\r\nx',
  'a dot line': '\r\n.\r\nQUIT',
  'a long word': 'W'.repeat(255),
  'a long Russian word': 'Ж'.repeat(127),
  'right to left': 'חייבים 12 ريال',
  'bidi overrides': 'abc \u202e\u2066 99 \u2069',
  emoji: '👩‍👩‍👧 🇰🇿 ⏭️',
  'half an emoji': 'x\ud83dy',
  controls: 'a\u0000b\u0007c\u001bd\u007fe',
  nothing: '',
  blank: '   ',
};

describe('a campaign’s name', () => {
  let structure: Awaited<ReturnType<typeof structureOf>>;
  before(async () => {
    structure = await structureOf('plain');
    expect(structure.parts).to.deep.equal([
      '----_NmP-known-Part_1\r\nContent-Type: multipart/alternative',
      '----_NmP-known-Part_2\r\nContent-Type: text/plain',
      '----_NmP-known-Part_2\r\nContent-Type: text/html',
      '----_NmP-known-Part_2--',
      '----_NmP-known-Part_1\r\nContent-Type: application/json',
      '----_NmP-known-Part_1--',
    ]);
  });

  for (const [kind, name] of Object.entries(NAMES)) {
    it(`changes neither MIME tree nor headers nor layout: ${kind}`, async () => {
      expect(await structureOf(name)).to.deep.equal(structure);
    });
  }

  it('changes nothing, whatever its characters', async () => {
    const piece = fc.constantFrom('\r\n', '\n', '<', '>', '"', "'", '&', '--', '\u202e', '=?utf-8?Q?x?=', '\t', '\0');
    const names = fc.array(fc.oneof(piece, fc.string({unit: 'binary', maxLength: 8})), {maxLength: 20});
    await fc.assert(
      fc.asyncProperty(names, async (pieces) => {
        expect(await structureOf(pieces.join(''))).to.deep.equal(structure);
      }),
      {numRuns: 100},
    );
  });

  it('is read as it was written, in html and text', async () => {
    for (const name of [NAMES.script!, NAMES['attribute ends']!, NAMES['a long word']!, NAMES.emoji!]) {
      const mail = await simpleParser(await raw(name));
      expect(visibleTexts(mail.html as string)).to.include(`«${name}»`);
      expect(mail.text!.split('\n')).to.include(`«${name}»`);
    }
  });

  it('loses line ends, controls and bidi overrides in the letter, but not in the attachment', () => {
    const mail = compose(NAMES['bidi overrides']! + NAMES.controls!);
    expect(mail.text).to.contain('«abc  99 a b c d e»');
    expect(mail.text + mail.html).not.to.match(/[\u202a-\u202e\u2066-\u2069]|[^\P{Cc}\n]/u);
    expect(JSON.parse(mail.attachments[0]!.content).campaigns[0].theory_name).to.contain('\u202e');
  });

  it('is called nameless when nothing is left of it', () => {
    for (const name of [NAMES.nothing!, NAMES.blank!, '\r\n']) {
      expect(compose(name).text).to.contain('«без названия»');
    }
  });
});

/** Everything of a mail that a name must not touch. */
async function structureOf(name: string) {
  const {html, text} = compose(name);
  const message = await raw(name);
  const headers = message.slice(0, message.indexOf('\r\n\r\n'));
  const parts = message.match(/^-+_NmP-known.*(\r\nContent-Type: [^;\r]*)?/gm);
  return {tags: tagsOf(html), lines: text.split('\n').length, headers, parts};
}
