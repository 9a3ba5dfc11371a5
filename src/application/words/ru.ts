import {formatNumber} from './russian.ts';
import type {Words} from './words.ts';

export const RU: Words = {
  warnings: {
    bad_theory_id: ({theoryId}) =>
      `THEORY_ID ${JSON.stringify(theoryId)} не имеет вида SC00000001 или SC00000001.1: строка пропущена.`,
    no_dates: ({theoryId}) => `${theoryId}: нет даты начала или конца, строка пропущена.`,
    ends_before_start: ({theoryId, startDate, endDate}) =>
      `${theoryId} кончается (${endDate}) раньше, чем начинается (${startDate}): строка пропущена.`,
    ended_today: ({theoryId}) =>
      `${theoryId}: кампания закончилась сегодня в 00:00. Дата без времени — это полночь, с которой день начинается.`,
    malformed_ids: ({rows, short}) =>
      `Строк с испорченным ИИН — ${formatNumber(rows)}, они не распределены.${
        short > 0 ? ` Цифр меньше, чем у большинства, в ${formatNumber(short)} из них.` : ''
      } Проверьте выгрузку.`,
    enrolled_without_row: ({people}) =>
      `Распределённых ранее без строки в таблицах — ${formatNumber(people)}: строки удалены. Повторно они не распределены.`,
    earlier_difference: ({theoryId, dssb, spss}) =>
      `${theoryId}: до этого запуска строк в DSSB_APP — ${formatNumber(dssb)}, в SPSS — ${formatNumber(spss)}. На сегодняшний результат это не влияет.`,
    late_load: ({due}) => `Загрузка опоздала: к ${due} распределять было некого.`,
    password_expires: ({database, days}) =>
      `Пароль для ${database.toUpperCase()} истекает${days === null ? ' скоро' : `, осталось дней: ${formatNumber(days)}`}. После этого вход будет невозможен, смените пароль.`,
    lost_letters: ({database, letters}) =>
      `${database.toUpperCase()} не может хранить буквы ${letters} из TAB1–TAB5: её набор символов заменяет их другими.`,
    tables_differ: ({theoryId, table, expected, found}) =>
      `${theoryId}: в ${table} строк — ${formatNumber(found)}, по планам всех запусков — ${formatNumber(expected)}: ${
        found < expected ? `не хватает ${formatNumber(expected - found)}` : `лишних ${formatNumber(found - expected)}`
      }.`,
    losses_differ: ({theoryId, lost}) =>
      `${theoryId}: группы A–E потеряли строк: ${lost.join(', ')}; при равных потерях так выходит случайно у одной кампании из 1 000. Причиной может быть само воздействие, или кто-то удаляет строки отдельных групп.`,
    many_strata: ({strata, people}) =>
      `STRATIFY_BY даёт страт: ${formatNumber(strata)}, людей в кампании — ${formatNumber(people)}. Меньше пяти человек на страту поровну не разделить.`,
    text: ({text}) => `Сообщение сервиса: ${text}`,
  },
};
