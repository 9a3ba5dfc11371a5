import {RU} from '../../../application/words/ru.ts';
import {formatNumber} from '../../../application/words/russian.ts';
import {sayWarning} from '../../../application/words/words.ts';
import type {RunReport} from '../../../domain/run-report.ts';
import {type Block, command, heading, paragraph} from './letter.ts';
import {fullTableName} from './words.ts';

const COLUMNS = [
  {label: 'Группа', width: '40%', align: 'left'},
  {label: 'По планам', width: '20%', align: 'right'},
  {label: 'Найдено', width: '20%', align: 'right'},
  {label: 'Разница', width: '20%', align: 'right'},
] as const;

/** Where other rows stand than all runs have put there, which groups lose more of them, and what to do about it. */
export function differenceBlocks(report: RunReport, most: number): Block[] {
  const blocks = [...tableBlocks(report, most), ...lossBlocks(report)];
  return [...blocks, command('Посмотреть запуск, который это нашёл', `softcollection runs show ${report.run_id}`)];
}

function lossBlocks({warnings}: RunReport): Block[] {
  const losses = warnings.flatMap((it) => (it.kind === 'losses_differ' ? [it] : []));
  if (losses.length === 0) return [];
  return [
    heading('Группы теряют строки неодинаково'),
    ...losses.map((it) => paragraph(sayWarning(RU, it))),
    paragraph(
      'Это не обязательно ошибка: если людей удаляют после оплаты, удачное воздействие само даёт такие потери. Тест не говорит, кто и почему удалил строки и насколько велико различие. Сравнивать группы нужно по списку назначенных (softcollection export assignments), а не по оставшимся строкам. Второго письма об этой кампании не будет.',
    ),
  ];
}

function tableBlocks({warnings}: RunReport, most: number): Block[] {
  const differences = warnings.flatMap((it) => (it.kind === 'tables_differ' ? [it] : []));
  if (differences.length === 0) return [];
  const more = differences.length - most;
  return [
    {
      type: 'table',
      columns: COLUMNS,
      rows: differences
        .slice(0, most)
        .map(({theoryId, table, expected, found}) => [
          [theoryId, fullTableName(table)],
          formatNumber(expected),
          formatNumber(found),
          `${found > expected ? '+' : '−'}${formatNumber(Math.abs(found - expected))}`,
        ]),
    },
    ...(more > 0 ? [paragraph(`И ещё ${formatNumber(more)} — во вложении.`)] : []),
    heading('Что это значит'),
    paragraph(
      'Если строк меньше, их удалил кто-то кроме сервиса: сравнение групп теряет людей. Если больше, строки добавила другая программа, или они задвоены. Людей без строки сервис повторно не распределяет.',
    ),
    heading('Что сервис сделает сам'),
    paragraph('Ничего: строки он не удаляет и не восстанавливает. О той же разнице второго письма не будет.'),
    heading('Что сделать вручную'),
    paragraph('Выяснить, кто ещё пишет в эти таблицы, и вернуть удалённые строки из резервной копии.'),
  ];
}
