import type {RunReport} from '../../domain/run-report.ts';
import {DATABASES, type Database, databaseOf} from '../../domain/tables.ts';
import {type Block, heading, paragraph} from './letter.ts';
import {agree, count, grouped, ROWS, ROWS_AS_OBJECT, WILL_BE_WRITTEN} from './russian.ts';
import {type TableState, tableStates} from './table-state.ts';
import {databaseName, fullTableName} from './words.ts';

/** How both databases stand: planned, written and missing rows per table. Nothing before there is a plan. */
export function databaseBlocks(report: RunReport): Block[] {
  if (report.plan_digest === null) return [];
  const states = tableStates(report);
  const isFinal = report.status === 'abandoned';
  const sentences =
    report.error?.kind === 'breach'
      ? ['По журналу запуска; сверка нашла в таблицах другое, см. «Сообщение» выше.']
      : DATABASES.map((database) => databaseState(database, states, isFinal));
  return [
    heading('Базы данных'),
    ...sentences.map(paragraph),
    {
      type: 'table',
      columns: [
        {label: 'Таблица', width: '43%', align: 'left'},
        {label: 'По плану', width: '18%', align: 'right'},
        {label: 'Записано', width: '18%', align: 'right'},
        {label: isFinal ? 'Не записано' : 'Осталось', width: '21%', align: 'right'},
      ],
      rows: states.map(({table, planned, written}) => [
        fullTableName(table),
        grouped(planned),
        grouped(written),
        grouped(planned - written),
      ]),
    },
  ];
}

function databaseState(database: Database, states: readonly TableState[], isFinal: boolean): string {
  const missing = states
    .filter(({table}) => databaseOf(table) === database)
    .reduce((sum, {planned, written}) => sum + planned - written, 0);
  const name = databaseName(database);
  if (missing === 0) return `${name}: записано полностью.`;
  return isFinal
    ? `${name}: не ${agree(missing, WILL_BE_WRITTEN)} ${count(missing, ROWS)}.`
    : `${name}: осталось записать ${count(missing, ROWS_AS_OBJECT)}.`;
}
