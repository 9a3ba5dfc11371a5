import {expect} from 'chai';
import {composeMail} from '../../../src/adapters/mail/compose.ts';
import {SAMPLE_NOTICES, success} from '../../../src/adapters/mail/sample/sample-notices.ts';
import type {Notice} from '../../../src/application/ports/notifier.ts';
import type {Warning} from '../../../src/domain/warnings.ts';
import {LETTERHEAD} from './letterhead.ts';

const AT = Date.parse('2024-01-15T03:01:00Z');
const withId = (id: string) => composeMail({...success(), id}, LETTERHEAD, AT);

describe('a composed mail', () => {
  it('keeps its Message-ID when it is composed again, and nothing else has it', () => {
    const notices = Object.values(SAMPLE_NOTICES);
    const ids = notices.map((notice) => composeMail(notice, LETTERHEAD, AT).messageId);
    expect(notices.map((notice) => composeMail(notice, LETTERHEAD, AT + 1).messageId)).to.deep.equal(ids);
    expect(new Set(ids).size).to.equal(new Set(notices.map(({id}) => id)).size);
    expect(ids[0]).to.equal('<distribution-2024-01-15.1-success@halykbank.kz>');
  });

  it('has a Message-ID that no other installation has: by its name, or by what its state has of its own', () => {
    const withName = (instanceName: string | null, token: string | null, sender: string | null = 'a@почта.қаз') =>
      composeMail({...success(), token}, {...LETTERHEAD, instanceName, sender}, AT).messageId;
    const [first, second] = ['0b7a3c1e-4d5f-4a6b-8c7d-9e0f1a2b3c4d', '1b7a3c1e-4d5f-4a6b-8c7d-9e0f1a2b3c4d'];
    expect(withName(null, first)).to.match(
      /^<distribution-2024-01-15\.1-success\.0b7a3c1e4d5f@xn--80a1acny\.xn--80ao21a>$/,
    );
    expect(withName('test-stand', first)).to.include('.teststand.0b7a3c1e4d5f@');
    const ids = [null, 'prod', 'Тест', 'Прод'].flatMap((name) => [first, second].map((token) => withName(name, token)));
    expect(new Set(ids).size).to.equal(8);
    for (const id of [...ids, withName(null, null, null), withName('ж', '\r\n>', 'x@bank')]) {
      expect(id).to.match(/^<[A-Za-z0-9.-]+@[a-z0-9-]+(\.[a-z0-9-]+)+>$/);
    }
  });

  it('says what the installation is called', () => {
    const {html, text} = composeMail(success(), {...LETTERHEAD, instanceName: 'Тест <1>'}, AT);
    expect(text).to.include('Установка: Тест <1>');
    expect(html).to.include('Установка: Тест &#60;1&#62;');
  });

  it('says whom to reach, in mails that somebody must act on', () => {
    const contacts = [
      ['DBA', 'dba@example.com'],
      ['Владелец <бизнес>', '+7 700 000 00 00'],
    ] as const;
    const textOf = (notice: Notice) => composeMail(notice, {...LETTERHEAD, contacts}, AT).text;
    const told = Object.values(SAMPLE_NOTICES).filter((notice) => textOf(notice).includes('Экстренные контакты'));
    expect(new Set(told.map(({kind}) => kind))).to.deep.equal(
      new Set(['error', 'critical', 'partial', 'abandoned', 'tables_differ', 'missed', 'late', 'outage']),
    );
    const {html, text} = composeMail(told[0]!, {...LETTERHEAD, contacts}, AT);
    expect(text).to.include('dba@example.com').and.to.include('+7 700 000 00 00');
    expect(html).to.include('Владелец &#60;бизнес&#62;');
    expect(composeMail(told[0]!, LETTERHEAD, AT).text).not.to.include('Экстренные');
  });

  it('keeps its html under 100 kB, whatever the number and length of names and warnings', () => {
    const sizes = ['&'.repeat(255), '👩‍👩‍👧‍👦'.repeat(30), 'Қ'.repeat(255)].flatMap((name) =>
      [0, 1, 20, 200].flatMap((warnings) =>
        [1, 20, 21, 100, 150].map((campaigns) => {
          const long = {kind: 'text', text: '&'.repeat(600)} as const;
          const notice = success(Array<string>(campaigns).fill(name), Array<Warning>(warnings).fill(long));
          const {html, attachments} = composeMail(notice, LETTERHEAD, AT);
          expect(JSON.parse(attachments[0]!.content).warnings).to.have.lengthOf(warnings);
          return Buffer.byteLength(html);
        }),
      ),
    );
    expect(Math.max(...sizes)).to.be.lessThan(100_000);
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
    expect(JSON.parse(attachment!.content)).to.deep.equal({schema_version: 2, ...notice.report});
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
      expect(withId(id).messageId).to.equal(`<${withId(id).id}@halykbank.kz>`);
    });
  }

  it('keeps unsafe ids apart', () => {
    expect(new Set(unsafe.map((id) => withId(id).id)).size).to.equal(unsafe.length);
  });
});
