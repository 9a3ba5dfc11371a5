import {formatNumber} from './russian.ts';

type Translation = readonly [english: RegExp, russian: (...parts: string[]) => string];

/** The domain's warnings and notes, which are English, as its sources word them. */
const TRANSLATIONS: readonly Translation[] = [
  [
    /^THEORY_ID (".*") is not of the form SC00000001 or SC00000001\.1: skipped$/s,
    (id) => `THEORY_ID ${id} не имеет вида SC00000001 или SC00000001.1: строка пропущена.`,
  ],
  [
    /^(SC[\d.]+) ends \((.*)\) before it starts \((.*)\): skipped$/s,
    (id, end, start) => `${id} кончается (${end}) раньше, чем начинается (${start}): строка пропущена.`,
  ],
  [
    /^(SC[\d.]+): from before this run (\d+) rows in DSSB and (\d+) in SPSS$/,
    (id, dssb, spss) =>
      `${id}: до этого запуска строк в DSSB_APP — ${formatNumber(Number(dssb))}, в SPSS — ${formatNumber(Number(spss))}. На сегодняшний результат это не влияет.`,
  ],
  [/^(SC[\d.]+) has no start or no end: skipped$/, (id) => `${id}: нет даты начала или конца, строка пропущена.`],
  [
    /^(SC[\d.]+) ended today at 00:00: .*$/,
    (id) => `${id}: кампания закончилась сегодня в 00:00. Дата без времени — это полночь, с которой день начинается.`,
  ],
  [
    /^(\d+) of those enrolled have no row any more: .*$/,
    (people) =>
      `Распределённых ранее без строки в таблицах — ${formatNumber(Number(people))}: строки удалены. Повторно они не распределены.`,
  ],
  [
    /^(\d+) ids look spoilt and were not dealt(?:, (\d+) of them with fewer digits than most)?$/,
    (rows, short) =>
      `Строк с испорченным ИИН — ${formatNumber(Number(rows))}, они не распределены.${
        short === undefined ? '' : ` Цифр меньше, чем у большинства, в ${formatNumber(Number(short))} из них.`
      } Проверьте выгрузку.`,
  ],
];

/** A warning in Russian; one that is not known is quoted as it stands. */
export function translateWarning(warning: string): string {
  for (const [english, russian] of TRANSLATIONS) {
    const match = english.exec(warning);
    if (match) return russian(...match.slice(1));
  }
  return `Сообщение сервиса: ${warning}`;
}
