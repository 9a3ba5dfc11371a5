import type {RunReport} from '../../domain/run-report.ts';
import {attachmentName} from './attachment.ts';
import {type Block, heading, paragraph} from './letter.ts';
import {shorten} from './one-line.ts';
import {count, duration, grouped, longDate, WARNINGS} from './russian.ts';

const MAX_WARNINGS = 20;
const LIMIT = 500;

/** What became of the source's rows; nothing when they were never read to the end. */
export function userBlocks({users, status, plan_digest}: RunReport): Block[] {
  if (plan_digest === null && users.found === 0) return [];
  return [
    heading('Пользователи'),
    {
      type: 'facts',
      rows: [
        ['Найдено в источнике', grouped(users.found)],
        ['Без ИИН', grouped(users.blank)],
        ['Повторы', grouped(users.repeated)],
        ['Уже распределены ранее', grouped(users.enrolled)],
        [status === 'completed' || status === 'skipped' ? 'Распределено' : 'По плану', grouped(users.distributed)],
      ],
    },
  ];
}

export function warningBlocks({warnings}: RunReport): Block[] {
  if (warnings.length === 0) return [];
  const more = warnings.length - MAX_WARNINGS;
  return [
    heading(count(warnings.length, WARNINGS)),
    ...warnings.slice(0, MAX_WARNINGS).map((warning) => paragraph(`• ${shorten(warning, LIMIT)}`)),
    ...(more > 0 ? [paragraph(`И ещё ${count(more, WARNINGS)} — во вложении.`)] : []),
  ];
}

export function detailBlocks(report: RunReport): Block[] {
  const {run_id, business_date, duration_ms, plan_digest} = report;
  return [
    heading('Запуск'),
    {
      type: 'facts',
      rows: [
        ['Номер', run_id],
        ['Дата', longDate(business_date)],
        ['Длительность', duration(duration_ms)],
        ...(plan_digest === null ? [] : [['Отпечаток плана', plan_digest] as const]),
      ],
    },
    paragraph(`Полный результат без ИИН — во вложении ${attachmentName(report)}.`),
  ];
}
