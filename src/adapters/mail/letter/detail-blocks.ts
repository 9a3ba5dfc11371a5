import type {RunNotice} from '../../../application/ports/notifier.ts';
import {RU_PAGE} from '../../../application/words/page-ru.ts';
import {RU} from '../../../application/words/ru.ts';
import {countOf, duration, formatNumber, longDate, longInstant, WARNINGS} from '../../../application/words/russian.ts';
import {sayCarryOver} from '../../../application/words/say-carry-over.ts';
import {sayWarning} from '../../../application/words/words.ts';
import type {IsoInstant} from '../../../domain/ids.ts';
import type {RunReport} from '../../../domain/run-report.ts';
import {attachmentName} from './attachment.ts';
import {type Block, heading, type LetterSettings, linkTo, paragraph} from './letter.ts';
import {shorten} from './one-line.ts';
import {attemptEnd} from './words.ts';

const LIMIT = 500;

/** That the people of a date were dealt anew, and why; nothing for its first run. */
export function attemptBlocks({attempt, earlier_attempts: earlier}: RunReport, countDay: string): Block[] {
  if (attempt === 1) return [];
  const rows = earlier.map((it) => [it.run_id, shorten(attemptEnd(it, countDay), LIMIT)] as const);
  return [heading(`Попытка ${attempt} за эту дату`), ...(rows.length > 0 ? [{type: 'facts', rows} as const] : [])];
}

/** What became of the source's rows; nothing when they were never read to the end. */
export function userBlocks({users, status, plan_digest}: RunReport): Block[] {
  if (plan_digest === null && users.found === 0) return [];
  const {found, blank, malformed, repeated, enrolled, enrolled_without_row, distributed} = users;
  const outcome = status === 'completed' || status === 'skipped' ? 'Распределено' : 'По плану';
  return [
    {
      type: 'figures',
      figures: [
        [outcome, formatNumber(distributed)],
        ['Найдено', formatNumber(found)],
        ['Отсеяно', formatNumber(blank + malformed + repeated + enrolled)],
      ],
    },
    {
      type: 'table',
      columns: [
        {label: 'Почему отсеяны', width: '75%', align: 'left'},
        {label: 'Строк', width: '25%', align: 'right'},
      ],
      rows: [
        ['Без ИИН', formatNumber(blank)],
        ...(malformed > 0 ? [['Испорченный ИИН', formatNumber(malformed)] as const] : []),
        ['Повторы', formatNumber(repeated)],
        ['Уже распределены ранее', formatNumber(enrolled)],
        ...(enrolled_without_row > 0
          ? [['— из них без строки в таблицах', formatNumber(enrolled_without_row)] as const]
          : []),
      ],
    },
  ];
}

/** Who was in campaigns that have ended; nothing when nobody was. */
export function carryOverBlocks({carry_over}: RunReport): Block[] {
  return carry_over && carry_over.people > 0 ? [paragraph(sayCarryOver(RU_PAGE, carry_over))] : [];
}

export function warningBlocks({warnings}: RunReport, most: number): Block[] {
  if (warnings.length === 0) return [];
  const more = warnings.length - most;
  return [
    heading(countOf(warnings.length, WARNINGS)),
    ...warnings.slice(0, most).map((warning) => paragraph(`• ${shorten(sayWarning(RU, warning), LIMIT)}`)),
    ...(more > 0 ? [paragraph(`И ещё ${countOf(more, WARNINGS)} — во вложении.`)] : []),
  ];
}

export function detailBlocks(
  {report, nextRun = null, head = null}: RunNotice,
  {timezone, publicUrl}: LetterSettings,
): Block[] {
  const {run_id, business_date, duration_ms, plan_digest} = report;
  return [
    heading('Запуск'),
    {
      type: 'facts',
      rows: [
        ['Номер', run_id],
        ['Дата', longDate(business_date)],
        ['Длительность', duration(duration_ms)],
        ...nextRunRows(nextRun, timezone),
        ...(plan_digest === null ? [] : [['Отпечаток плана', plan_digest] as const]),
        ...(head === null ? [] : [['Печать журнала', head] as const]),
      ],
    },
    ...runLink(report, publicUrl),
    paragraph(`Полный результат без ИИН — во вложении ${attachmentName(report)}.`),
  ];
}

/** To the run's page, if the service has an address that people know. */
export function runLink({run_id}: RunReport, publicUrl: string | null): Block[] {
  return publicUrl === null ? [] : [linkTo('Открыть запуск', `${publicUrl}/runs/${run_id}`)];
}

/** Left out where nobody knows it. */
export function nextRunRows(nextRun: IsoInstant | null, timezone: string): (readonly [string, string])[] {
  return nextRun === null ? [] : [['Следующий запуск', `${longInstant(nextRun, timezone)} (${timezone})`]];
}
