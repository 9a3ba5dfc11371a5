import {expect} from 'chai';
import {renderHtml} from '../../../src/adapters/smtp/render-html.ts';
import {renderText} from '../../../src/adapters/smtp/render-text.ts';
import {writeLetter} from '../../../src/adapters/smtp/write-letter.ts';
import {NOTICES, notice, planned, RUN, started, success} from './notices.ts';
import {numbersIn, visibleTexts} from './visible.ts';

const textOf = (name: string, countDay = '5') =>
  renderText(writeLetter(NOTICES[name]!, countDay)).replaceAll('\u00a0', ' ');
const htmlOf = (name: string) => renderHtml(writeLetter(NOTICES[name]!, '5'));

describe('a letter', () => {
  for (const name of Object.keys(NOTICES)) {
    it(`says the same as html and as text: ${name}`, () => {
      const letter = writeLetter(NOTICES[name]!, '5');
      const [preheader, ...seen] = visibleTexts(renderHtml(letter));
      const text = renderText(letter);
      expect(preheader).to.equal(letter.preheader);
      for (const piece of seen.filter((it) => it !== 'SoftCollection')) expect(text).to.contain(piece);
      const numbers = seen.flatMap(numbersIn).toSorted();
      expect(numbers).not.to.be.empty;
      expect(numbersIn(text).toSorted()).to.deep.equal(numbers);
    });

    it(`brings nothing from elsewhere, and no address, script or style sheet: ${name}`, () => {
      expect(htmlOf(name)).not.to.match(/https?:|src=|href=|url\(|<script|<style|<link|<img/i);
    });
  }

  it('is in Russian', () => expect(htmlOf('success')).to.contain('<html lang="ru">'));

  it('tells of success what became of every row, group and database', () => {
    const text = textOf('success');
    expect(text.split('\n')[0]).to.equal('Распределено 5 000 пользователей');
    expect(text).to.contain('по 3 кампаниям');
    for (const line of [
      'Найдено в источнике: 5 101',
      'Без ИИН: 1',
      'Повторы: 40',
      'Уже распределены ранее: 60',
      'Распределено: 5 000',
      'DSSB_APP: записано полностью.',
      'SPSS: записано полностью.',
      'SC00000001 — 1 666 пользователей',
      'Номер: distribution-2024-01-15',
      'Дата: 15 января 2024 г.',
      'Длительность: 37 с',
      'Отпечаток плана: 3f786850e387550fdab836ed7e6dc881de23001b5f1d2c3b4a59687786a5b4c3',
    ]) {
      expect(text.split('\n')).to.include(line);
    }
    expect(text).to.match(/SC_local_control +999 +999 +0\n/);
    expect(text).to.match(/A \(контрольная\) +SC00000001\.1 +333 +DSSB_APP\.SC_local_control: 333\n/);
    expect(text).to.match(
      /E \(целевая\) +SC00000003\.5 +334 +DSSB_APP\.SC_local_target: 334; SPSS\.SC_theory_users: 334\n/,
    );
  });

  it('of a partial run tells what is owed, that the same people follow, and what to type', () => {
    const text = textOf('partial');
    expect(text.split('\n')[1]).to.contain('осталось записать 4 001 строку в SPSS.SC_theory_users');
    expect(text).to.contain('DSSB_APP: записано полностью.\nSPSS: осталось записать 4 001 строку.');
    expect(text).to.match(/SC_theory_users +4 001 +0 +4 001\n/);
    expect(text).to.contain('те же люди в тех же группах');
    expect(text).to.contain('Новая дистрибуция этого не ждёт');
    expect(text).to.contain('Подсказка сервиса: check ORACLE_HOST and the listener');
    expect(text).to.contain(`softcollection resume ${RUN}\n`);
    expect(text).to.contain(`softcollection runs abandon ${RUN} --reason`);
  });

  it('of a run that owes rows in DSSB tells that new runs wait for it', () => {
    expect(textOf('error after the plan')).to.contain('Пока этот запуск не завершён, новая дистрибуция не начнётся.');
  });

  it('of a failure before the plan tells that nothing was written and that a new run is needed', () => {
    const text = textOf('error before the plan', '6-30');
    expect(text).to.contain('В таблицы ничего не записано.');
    expect(text).to.contain('    softcollection run\n');
    expect(text).to.contain('COUNT_DAY = 6-30 изменится');
    expect(text).not.to.contain('Базы данных\n');
    expect(text).not.to.contain('softcollection resume');
  });

  it('of a breach claims neither full tables nor success', () => {
    const text = textOf('critical, breach');
    expect(text).to.contain('planned 333, found 332 rows');
    expect(text).not.to.contain('записано полностью');
    expect(text).not.to.contain('остаются на месте');
  });

  it('that comes late tells how the run stands now', () => {
    for (const name of ['error, mended since', 'partial, mended since']) {
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
    expect(textOf('skipped, no campaigns')).not.to.contain('Найдено в источнике');
    expect(textOf('skipped, all enrolled')).to.contain('Уже распределены ранее: 1 207');
    expect(textOf('skipped, blank users')).to.contain('Без ИИН: 7');
  });

  it('lists twenty warnings and counts the rest', () => {
    const warnings = Array.from({length: 41}, (_, i) => `warning no. ${i + 1}`);
    const text = renderText(writeLetter(success(undefined, warnings), '5'));
    expect(text).to.contain('41 предупреждение\n');
    expect(text).to.contain('• warning no. 20\n');
    expect(text).not.to.contain('warning no. 21');
    expect(text).to.contain('И ещё 21 предупреждение — во вложении.');
  });

  it('never tells the seed', () => {
    const letter = writeLetter(success(), '5');
    expect(JSON.stringify(success())).not.to.contain('secret-seed');
    expect(renderText(letter)).not.to.contain('secret-seed');
  });

  it('can be written of a run that still goes on', () => {
    const text = renderText(writeLetter(notice('error', [started, planned()]), '5'));
    expect(text).to.contain('Сейчас запуск выполняется.');
  });
});
