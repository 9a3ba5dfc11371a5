import {expect} from 'chai';
import {sayTo} from '../../src/application/words/say-to.ts';

const [RU, EN] = [sayTo('ru').page, sayTo('en').page];

type Say = (...given: readonly unknown[]) => string;

/** What texts are given that are not texts themselves. */
const FIGURES: Readonly<Record<string, readonly unknown[]>> = {
  users: [1_200],
  rows: [1_200],
  campaigns: [1_200],
  days: [1_200],
  'frame.user': ['«a»', true],
  'preview.size': ['«a»', 1_200],
  'history.service': ['«a»', 1_200, '«c»', '«d»'],
  'run.title': ['«a»', 2],
  'today.queued': [2],
};

/** Each text of a language by its place, such as `run.title`. */
function textsOf(words: object, at = ''): [place: string, text: string | Say][] {
  return Object.entries(words).flatMap(([name, text]: [string, string | Say | object]) =>
    typeof text === 'object' ? textsOf(text, `${at}${name}.`) : [[`${at}${name}`, text]],
  );
}

describe('what pages say', () => {
  it('is there in both languages, and nowhere empty', () => {
    const [ru, en] = [RU, EN].map((words) => textsOf(words));
    expect(ru!.map(([place]) => place)).to.have.members(en!.map(([place]) => place));
    const empty = [...ru!, ...en!].filter(([, text]) => typeof text === 'string' && text.trim() === '');
    expect(empty).to.deep.equal([]);
  });

  for (const [language, words] of Object.entries({RU, EN}))
    it(`leaves out nothing that it is given: ${language}`, () => {
      for (const [place, say] of textsOf(words)) {
        if (typeof say === 'string') continue;
        const given = FIGURES[place] ?? Array.from({length: say.length}, (_, n) => `«${'abcdef'[n]}»`);
        const said = say(...given).replace(/[\u00a0,](?=\d{3})/g, '');
        for (const it of given) if (typeof it !== 'boolean') expect(said, place).to.include(String(it));
      }
    });

  it('counts in the words of the language', () => {
    const counted = (page: typeof RU) => [page.users, page.rows, page.campaigns].flatMap((say) => [say(1), say(2_000)]);
    expect(counted(EN)).to.deep.equal([
      ...['1 user', '2,000 users', '1 row', '2,000 rows', '1 campaign', '2,000 campaigns'],
    ]);
    expect(counted(RU).map((text) => text.replace('\u00a0', ' '))).to.deep.equal([
      ...['1 пользователь', '2 000 пользователей', '1 строка', '2 000 строк', '1 кампания', '2 000 кампаний'],
    ]);
    expect([EN.days(1), EN.days(3), RU.days(3)]).to.deep.equal(['1 day', '3 days', '3 дня']);
  });

  it('says who may do what and which attempt it was', () => {
    expect([true, false].map((isAdmin) => EN.frame.user('«a»', isAdmin))).to.deep.equal([
      '«a» (admin)',
      '«a» (viewer)',
    ]);
    expect([true, false].map((isAdmin) => RU.frame.user('«a»', isAdmin))).to.deep.equal([
      ...['«a» (администратор)', '«a» (просмотр)'],
    ]);
    expect([1, 2].map((n) => EN.run.title('«a»', n))).to.deep.equal(['Run of «a»', 'Run of «a», attempt 2']);
    expect([1, 2].map((n) => RU.run.title('«a»', n))).to.deep.equal(['Запуск за «a»', 'Запуск за «a», попытка 2']);
  });
});
