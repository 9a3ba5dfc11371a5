import {expect} from 'chai';
import {EN} from '../../src/application/words/en.ts';
import {RU} from '../../src/application/words/ru.ts';
import {sayWarning} from '../../src/application/words/words.ts';
import type {TheoryId, WallTime} from '../../src/domain/ids.ts';
import type {Warning, WarningKind} from '../../src/domain/warnings.ts';

const theoryId = 'SC00000009' as TheoryId;
const day = (text: string) => `${text} 00:00:00` as WallTime;

/** Each kind with what it says in English and in Russian. */
const SAID: {readonly [Kind in WarningKind]: readonly [Warning<Kind>, english: string, russian: string]} = {
  bad_theory_id: [
    {kind: 'bad_theory_id', theoryId: 'S<U+0421>"1'},
    'THEORY_ID "S<U+0421>\\"1" is not of the form SC00000001 or SC00000001.1: skipped',
    'THEORY_ID "S<U+0421>\\"1" не имеет вида SC00000001 или SC00000001.1: строка пропущена.',
  ],
  no_dates: [
    {kind: 'no_dates', theoryId},
    'SC00000009 has no start or no end: skipped',
    'SC00000009: нет даты начала или конца, строка пропущена.',
  ],
  ends_before_start: [
    {kind: 'ends_before_start', theoryId, startDate: day('2024-02-01'), endDate: day('2024-01-01')},
    'SC00000009 ends (2024-01-01 00:00:00) before it starts (2024-02-01 00:00:00): skipped',
    'SC00000009 кончается (2024-01-01 00:00:00) раньше, чем начинается (2024-02-01 00:00:00): строка пропущена.',
  ],
  ended_today: [
    {kind: 'ended_today', theoryId},
    'SC00000009 ended today at 00:00: an end without a time is the midnight that the day begins with',
    'SC00000009: кампания закончилась сегодня в 00:00. Дата без времени — это полночь, с которой день начинается.',
  ],
  malformed_ids: [
    {kind: 'malformed_ids', rows: 1200, short: 2},
    '1200 ids look spoilt and were not dealt, 2 of them with fewer digits than most',
    'Строк с испорченным ИИН — 1 200, они не распределены. Цифр меньше, чем у большинства, в 2 из них. Проверьте выгрузку.',
  ],
  enrolled_without_row: [
    {kind: 'enrolled_without_row', people: 1200},
    '1200 of those enrolled have no row any more: it was removed from the tables, and they are not dealt again',
    'Распределённых ранее без строки в таблицах — 1 200: строки удалены. Повторно они не распределены.',
  ],
  earlier_difference: [
    {kind: 'earlier_difference', theoryId, dssb: 0, spss: 1200},
    'SC00000009: from before this run 0 rows in DSSB and 1200 in SPSS',
    'SC00000009: до этого запуска строк в DSSB_APP — 0, в SPSS — 1 200. На сегодняшний результат это не влияет.',
  ],
  losses_differ: [
    {kind: 'losses_differ', theoryId, lost: [3, 2, 19, 4, 2]},
    'SC00000009: its groups A–E have lost 3, 2, 19, 4, 2 rows, which chance alone makes of equal losses once in 1,000 campaigns: a treatment may be the cause, or somebody removes rows of certain groups',
    'SC00000009: группы A–E потеряли строк: 3, 2, 19, 4, 2; при равных потерях так выходит случайно у одной кампании из 1 000. Причиной может быть само воздействие, или кто-то удаляет строки отдельных групп.',
  ],
  late_load: [
    {kind: 'late_load', due: '2024-01-15 09:00:00' as WallTime},
    'the load was late: at 2024-01-15 09:00:00 there was nobody to distribute',
    'Загрузка опоздала: к 2024-01-15 09:00:00 распределять было некого.',
  ],
  password_expires: [
    {kind: 'password_expires', database: 'dssb_app', days: 5},
    'the password for dssb_app expires in 5 days: after that every login is refused',
    'Пароль для DSSB_APP истекает, осталось дней: 5. После этого вход будет невозможен, смените пароль.',
  ],
  lost_letters: [
    {kind: 'lost_letters', database: 'spss', letters: 'ә ғ'},
    'spss cannot hold the letters ә ғ of TAB1–TAB5: its character set puts others in their place',
    'SPSS не может хранить буквы ә ғ из TAB1–TAB5: её набор символов заменяет их другими.',
  ],
  tables_differ: [
    {kind: 'tables_differ', theoryId, table: 'SC_local_control', expected: 1200, found: 1198},
    'SC00000009: 1198 rows in SC_local_control where all runs make 1200: 2 are missing',
    'SC00000009: в SC_local_control строк — 1 198, по планам всех запусков — 1 200: не хватает 2.',
  ],
  many_strata: [
    {kind: 'many_strata', strata: 1300, people: 1200},
    'STRATIFY_BY makes 1300 strata for 1200 people of a campaign: fewer than five to a stratum cannot be spread evenly',
    'STRATIFY_BY даёт страт: 1 300, людей в кампании — 1 200. Меньше пяти человек на страту поровну не разделить.',
  ],
  text: [{kind: 'text', text: 'something else'}, 'something else', 'Сообщение сервиса: something else'],
};

describe('a warning', () => {
  for (const [warning, english, russian] of Object.values(SAID)) {
    it(`is told in English and in Russian: ${warning.kind}`, () => {
      expect(sayWarning(EN, warning)).to.equal(english);
      expect(sayWarning(RU, warning).replaceAll('\u00a0', ' ')).to.equal(russian);
    });
  }

  it('of a password says soon where nobody knows when', () => {
    const warning = {kind: 'password_expires', database: 'spss', days: null} as const;
    expect(sayWarning(EN, warning)).to.match(/^the password for spss expires soon:/);
    expect(sayWarning(RU, warning)).to.match(/^Пароль для SPSS истекает скоро\./);
  });

  it('of tables that differ says which way', () => {
    const warning = {kind: 'tables_differ', theoryId, table: 'SC_local_target', expected: 1198, found: 1200} as const;
    expect(sayWarning(EN, warning)).to.match(/^SC00000009: 1200 rows in .* make 1198: 2 too many$/);
    expect(sayWarning(RU, warning)).to.match(/^SC00000009: .*: лишних 2\.$/);
  });

  it('of ids that are all long enough says nothing of short ones', () => {
    const warning = {kind: 'malformed_ids', rows: 1, short: 0} as const;
    expect(sayWarning(EN, warning)).to.equal('1 id looks spoilt and was not dealt');
    expect(sayWarning(RU, warning)).to.equal('Строк с испорченным ИИН — 1, они не распределены. Проверьте выгрузку.');
  });
});
