import {
  countOf,
  formatNumber,
  plural,
  ROWS,
  ROWS_AS_OBJECT,
  WILL_BE_WRITTEN,
} from '../../../application/words/russian.ts';
import type {RunReport} from '../../../domain/run-report.ts';
import {DATABASES, type Database, databaseOf} from '../../../domain/tables.ts';
import {type Block, heading, paragraph, type TableBlock} from './letter.ts';
import {type TableState, tableStates} from './table-state.ts';
import {databaseName, fullTableName} from './words.ts';

/** How both databases stand: planned, written and missing rows per table. Nothing before there is a plan. */
export function databaseBlocks(report: RunReport): Block[] {
  if (report.plan_digest === null) return [];
  const states = tableStates(report);
  const isFinal = report.status === 'abandoned';
  const sentences =
    report.error?.kind === 'breach'
      ? ['По журналу запуска; сверка нашла в таблицах другое, см. «Техническое сообщение» выше.']
      : DATABASES.map((database) => databaseState(database, states, report));
  return [
    heading('Базы данных'),
    ...sentences.map(paragraph),
    report.verified ? countedTable(states) : writtenTable(states, isFinal),
  ];
}

function countedTable(states: readonly TableState[]): Block {
  return {
    type: 'table',
    columns: columnsOf('По плану', 'Сверено', 'Всего строк'),
    rows: states.map(({table, planned, counted}) => [
      fullTableName(table),
      ...[planned, counted?.rows ?? 0, counted?.total ?? 0].map(formatNumber),
    ]),
  };
}

function writtenTable(states: readonly TableState[], isFinal: boolean): Block {
  return {
    type: 'table',
    columns: columnsOf('По плану', 'Записано', isFinal ? 'Не записано' : 'Осталось'),
    rows: states.map(({table, planned, written}) => [
      fullTableName(table),
      ...[planned, written, planned - written].map(formatNumber),
    ]),
  };
}

function columnsOf(...figures: readonly string[]): TableBlock['columns'] {
  return [
    {label: 'Таблица', width: '37%', align: 'left'},
    ...figures.map((label) => ({label, width: '21%', align: 'right'}) as const),
  ];
}

function databaseState(database: Database, states: readonly TableState[], {status, verified}: RunReport): string {
  const missing = states
    .filter(({table}) => databaseOf(table) === database)
    .reduce((sum, {planned, written}) => sum + planned - written, 0);
  const name = databaseName(database);
  if (missing === 0) return `${name}: записано полностью${verified ? ', число строк сверено с планом' : ''}.`;
  return status === 'abandoned'
    ? `${name}: не ${plural(missing, WILL_BE_WRITTEN)} ${countOf(missing, ROWS)}.`
    : `${name}: осталось записать ${countOf(missing, ROWS_AS_OBJECT)}.`;
}
