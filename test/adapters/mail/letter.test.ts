import {expect} from 'chai';
import type {LetterSettings} from '../../../src/adapters/mail/letter/letter.ts';
import {renderHtml} from '../../../src/adapters/mail/letter/render-html.ts';
import {renderText} from '../../../src/adapters/mail/letter/render-text.ts';
import {writeLetter} from '../../../src/adapters/mail/letter/write-letter.ts';
import {planned, SAMPLE_RUN, started} from '../../../src/adapters/mail/sample/sample-events.ts';
import {runNotice, SAMPLE_NOTICES, success} from '../../../src/adapters/mail/sample/sample-notices.ts';
import type {Notice} from '../../../src/application/ports/notifier.ts';
import {SETTINGS} from './letterhead.ts';
import {numbersIn, visibleTexts} from './visible.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const textOf = (name: string, more: Partial<LetterSettings> = {}) =>
  plain(renderText(writeLetter(SAMPLE_NOTICES[name]!, {...SETTINGS, ...more})));
const htmlOf = (notice: Notice, more: Partial<LetterSettings> = {}) =>
  renderHtml(writeLetter(notice, {...SETTINGS, ...more}));

describe('a letter', () => {
  for (const [name, notice] of Object.entries(SAMPLE_NOTICES)) {
    it(`says the same as html and as text: ${name}`, () => {
      const letter = writeLetter(notice, SETTINGS);
      const [preheader, ...seen] = visibleTexts(renderHtml(letter));
      const text = renderText(letter);
      expect(preheader).to.equal(letter.preheader);
      for (const piece of seen.filter((it) => it !== 'SoftCollection')) expect(text).to.contain(piece);
      const numbers = seen.flatMap(numbersIn).toSorted();
      expect(numbers).not.to.be.empty;
      expect(numbersIn(text).toSorted()).to.deep.equal(numbers);
    });

    it(`brings nothing from elsewhere, no script and no address: ${name}`, () => {
      const html = htmlOf(notice).replace(/ xmlns="http:\/\/www\.w3\.org\/1999\/xhtml"/, '');
      expect(html).not.to.match(/https?:|src=|href=|url\(|@import|<script|<link|<img|<form/i);
    });

    it(`begins with the outcome: ${name}`, () => {
      const {title, preheader, blocks} = writeLetter(notice, SETTINGS);
      expect(blocks[0]).to.deep.equal({type: 'paragraph', text: preheader});
      expect(title).to.match(/^[А-Я]/);
    });

    it(`is in Russian but for names, commands and quotes: ${name}`, () => {
      for (const block of writeLetter(notice, SETTINGS).blocks) {
        if (block.type === 'paragraph') expect(block.text).to.match(/[а-я]{3}/);
        if (block.type === 'heading') expect(block.text).not.to.match(/[a-z]/i);
      }
      expect(htmlOf(notice)).to.contain('<html lang="ru"');
    });

    it(`has no place left unfilled: ${name}`, () => {
      expect(htmlOf(notice)).not.to.match(/\{\{|undefined|\[object/);
    });
  }

  it('tells of success what became of every row, group and database', () => {
    const text = textOf('success');
    expect(text.split('\n')[0]).to.equal('Распределено 5 000 пользователей');
    expect(text).to.contain('по 3 кампаниям');
    for (const line of [
      'Найдено: 5 101',
      'Отсеяно: 101',
      'Распределено: 5 000',
      'DSSB_APP: записано полностью, число строк сверено с планом.',
      'SPSS: записано полностью, число строк сверено с планом.',
      'SC00000001 — 1 666 пользователей',
      'Номер: distribution-2024-01-15',
      'Дата: 15 января 2024 г.',
      'Длительность: 37 с',
      'Следующий запуск: 16 января 2024 г. в 09:00 (Asia/Almaty)',
      'Отпечаток плана: 3f786850e387550fdab836ed7e6dc881de23001b5f1d2c3b4a59687786a5b4c3',
    ]) {
      expect(text.split('\n')).to.include(line);
    }
    expect(text).to.match(/Без ИИН +1\nПовторы +40\nУже распределены ранее +60\n/);
    expect(text).to.match(/SC_local_control +999 +999 +9 963\n/);
    expect(text).to.contain('A — контрольная группа: DSSB_APP.SC_local_control.');
    expect(text).to.match(/«Мягкое взыскание, звонок»\n +A +B +C +D +E\nСегодня +333 +333 +333 +333 +334\n/);
  });

  it('tells each group’s people in all, and compares shares with the planned ones', () => {
    const text = textOf('success');
    expect(text).to.match(/Всего +3 321 +3 321 +3 321 +3 321 +3 331\nПлан, % +20,0 .*\nФакт, % +20,0 .*\n/);
    expect(text).to.contain('Остаток от деления достаётся группам, которые отстают');
  });

  it('leaves out a next run that nobody knows', () => {
    const notice: Notice = {...success(), nextRun: null};
    expect(renderText(writeLetter(notice, SETTINGS))).not.to.contain('Следующий запуск');
  });

  it('links to the run’s page if the service has a public address, and escapes it', () => {
    const html = htmlOf(success(), {publicUrl: 'https://host.example/a"&<'});
    expect(html).to.contain(`href="https://host.example/a&#34;&#38;&#60;/runs/${SAMPLE_RUN}"`);
    const text = textOf('late-going-on', {publicUrl: 'https://host.example'});
    expect(text).to.contain(`https://host.example/runs/${SAMPLE_RUN}\n`);
  });

  it('of a partial run tells what is owed, that the same people follow, and what to type', () => {
    const text = textOf('partial');
    expect(text.split('\n')[1]).to.contain('осталось записать 4 001 строку в SPSS.SC_theory_users');
    expect(text).to.contain('DSSB_APP: записано полностью.\nSPSS: осталось записать 4 001 строку.');
    expect(text).to.match(/SC_theory_users +4 001 +0 +4 001\n/);
    expect(text).to.match(/План +333 .*\nDSSB +333 .*\nSPSS +— +0 +0 +0 +0\n/);
    expect(text).to.contain('нет доступа к базе данных SPSS');
    expect(text).to.contain('те же люди в тех же группах');
    expect(text).to.contain('Новая дистрибуция этого не ждёт');
    expect(text).to.contain('    SPSS: ORA-12541: no listener\n    → check ORACLE_HOST and the listener\n');
    expect(text).to.contain(`softcollection resume ${SAMPLE_RUN}\n`);
    expect(text).to.contain(`softcollection runs abandon ${SAMPLE_RUN} --reason`);
  });

  it('of a run that owes rows in DSSB tells that new runs wait for it', () => {
    const text = textOf('error-inserting_users');
    expect(text).to.contain('Пока этот запуск не завершён, новая дистрибуция не начнётся.');
    expect(text).to.contain('нет доступа к базе данных DSSB_APP');
  });

  it('of a failure before the plan tells that nothing was written and that a new run is needed', () => {
    const text = textOf('error-getting_spss_users', {countDay: '6-30'});
    expect(text).to.contain('В таблицы ничего не записано.');
    expect(text).to.contain('    softcollection run\n');
    expect(text).to.contain('COUNT_DAY = 6-30 изменится');
    expect(text).not.to.contain('Базы данных\n');
    expect(text).not.to.contain('softcollection resume');
  });

  it('of a safety stop gives the command that overrides it; of an expired run none', () => {
    expect(textOf('error-safety-stop')).to.contain('    softcollection run --force --reason "…"\n');
    expect(textOf('error-expired')).not.to.contain('    softcollection run');
  });

  it('of a breach claims neither full tables nor success', () => {
    const text = textOf('critical-breach');
    expect(text).to.contain('planned 333, found 332 rows');
    expect(text).not.to.contain('записано полностью');
    expect(text).not.to.contain('остаются на месте');
  });

  it('that comes late tells how the run stands now', () => {
    for (const name of ['error-mended-since', 'partial-mended-since']) {
      expect(textOf(name)).to.contain('Сейчас запуск завершён полностью.');
      expect(textOf(name)).not.to.contain('Что сделать вручную');
    }
  });

  it('of an abandoned run tells why, and what will be missing', () => {
    const text = textOf('abandoned');
    expect(text).to.contain('Причина: SPSS is rebuilt today');
    expect(text).to.contain('SPSS: не будет записана 4 001 строка.');
    expect(text).to.contain('Не записано');
  });

  it('of a skipped run tells counts only where people were read', () => {
    expect(textOf('skipped-no-campaigns')).not.to.contain('Найдено:');
    expect(textOf('skipped-all-enrolled')).to.match(/Уже распределены ранее +1 207\n/);
    expect(textOf('skipped-blank-users')).to.match(/Без ИИН +7\n/);
  });

  it('of missed slots names each day, why, and what becomes of its people', () => {
    const text = textOf('missed-several-days');
    expect(text).to.contain('не запускалась 4 дня (12 января 2024 г.,');
    expect(text).to.contain('13 января 2024 г. в 09:00: служба не работала\n');
    expect(text).to.contain('сами не повторяются');
  });

  it('of a late run tells whether it has begun', () => {
    expect(textOf('late-not-begun')).to.contain('Запуск ещё не начат.');
    expect(textOf('late-going-on')).to.contain(`Запуск ${SAMPLE_RUN} начат и ещё идёт: этап «запись пользователей».`);
  });

  it('lists twenty warnings and counts the rest', () => {
    const warnings = Array.from({length: 41}, (_, i) => ({kind: 'text' as const, text: `warning no. ${i + 1}`}));
    const text = renderText(writeLetter(success(undefined, warnings), SETTINGS));
    expect(text).to.contain('41 предупреждение\n');
    expect(text).to.contain('• Сообщение сервиса: warning no. 20\n');
    expect(text).not.to.contain('warning no. 21');
    expect(text).to.contain('И ещё 21 предупреждение — во вложении.');
  });

  it('never tells the seed', () => {
    const notice = success();
    expect(JSON.stringify(notice)).not.to.contain('secret-seed');
    expect(renderText(writeLetter(notice, SETTINGS)) + htmlOf(notice)).not.to.contain('secret-seed');
  });

  it('can be written of a run that still goes on', () => {
    const text = renderText(writeLetter(runNotice('error', [started, planned()]), SETTINGS));
    expect(text).to.contain('Сейчас запуск выполняется.');
  });

  describe('with many campaigns', () => {
    const long = (n: number) => Array.from({length: n}, (_, i) => `${'Ж'.repeat(120)} ${i + 1}`);

    it('stays under 100 kB with a hundred, however long their names', () => {
      for (const names of [long(100), Array.from({length: 100}, () => `<&"'>`.repeat(51))]) {
        expect(Buffer.byteLength(htmlOf(success(names)))).to.be.lessThan(100_000);
      }
      const {report, ...rest} = success(long(100));
      const stopped: Notice = {...rest, report: {...report, verified: null}};
      expect(Buffer.byteLength(htmlOf(stopped))).to.be.lessThan(100_000);
    });

    it('shows a hundred and counts the rest', () => {
      const html = htmlOf(success(long(121)));
      expect(html).to.contain('SC00000100 —').and.not.contain('SC00000101 —');
      expect(html).to.contain('И ещё 21 кампания — во вложении.');
      expect(Buffer.byteLength(html)).to.be.lessThan(100_000);
    });

    it('shows names whole while there are few', () => {
      const name = 'Ж'.repeat(127);
      expect(htmlOf(success([name]))).to.contain(`«${name}»`);
    });
  });
});
