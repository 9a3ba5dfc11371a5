import {expect} from 'chai';
import {composeMail} from '../../../src/adapters/mail/compose.ts';
import {SAMPLE_NOTICES, success} from '../../../src/adapters/mail/sample/sample-notices.ts';
import {LETTERHEAD} from './letterhead.ts';

const AT = Date.parse('2024-01-15T03:01:00Z');
const withId = (id: string) => composeMail({...success(), id}, LETTERHEAD, AT);

describe('a composed mail', () => {
  it('keeps its Message-ID when it is composed again, and nothing else has it', () => {
    const notices = Object.values(SAMPLE_NOTICES);
    const ids = notices.map((notice) => composeMail(notice, LETTERHEAD, AT).messageId);
    expect(notices.map((notice) => composeMail(notice, LETTERHEAD, AT + 1).messageId)).to.deep.equal(ids);
    expect(new Set(ids).size).to.equal(new Set(notices.map(({id}) => id)).size);
    expect(ids[0]).to.equal('<distribution-2024-01-15.1-success@softcollection>');
  });

  it('has the date it is given, not the clock’s', () => expect(withId('x').date.getTime()).to.equal(AT));

  it('has a sender without one configured', () => {
    const mail = composeMail(success(), {...LETTERHEAD, sender: null}, AT);
    expect(mail.from).to.equal('softcollection@localhost');
  });

  it('carries the whole report under a schema version', () => {
    const notice = success(['Кампания <script>\r\n']);
    const [attachment, ...others] = composeMail(notice, LETTERHEAD, AT).attachments;
    expect(others).to.be.empty;
    expect(attachment!.filename).to.equal('distribution-2024-01-15.json');
    expect(JSON.parse(attachment!.content)).to.deep.equal({schema_version: 1, ...notice.report});
  });

  const unsafe = [
    '../../etc/passwd',
    'a/b',
    '.hidden',
    'a..b',
    'a b',
    'a\r\nBcc: x@y',
    'a>b',
    'ж',
    '',
    'x'.repeat(201),
  ];
  for (const id of unsafe) {
    it(`makes an id fit for headers and files: ${JSON.stringify(id.slice(0, 20))}`, () => {
      expect(withId(id).id).to.match(/^notice-[0-9a-f]{64}$/);
      expect(withId(id).messageId).to.equal(`<${withId(id).id}@softcollection>`);
    });
  }

  it('keeps unsafe ids apart', () => {
    expect(new Set(unsafe.map((id) => withId(id).id)).size).to.equal(unsafe.length);
  });
});
