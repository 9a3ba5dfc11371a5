import type {RunNotice} from '../../../application/ports/notifier.ts';
import {
  capitalize,
  countOf,
  DISTRIBUTED,
  decapitalize,
  formatNumber,
  longDate,
  OVER_CAMPAIGNS,
  plural,
  ROWS_AS_OBJECT,
  USERS,
} from '../../../application/words/russian.ts';
import type {RunReport} from '../../../domain/run-report.ts';
import type {Tone} from './letter.ts';
import {failedStage, fullTableName, skipReason, stageName, statusName} from './words.ts';

export type Outcome = {readonly tone: Tone; readonly title: string; readonly lead: string};

/** The one thing to know, as a title and a sentence. */
export function outcomeOf({kind, report}: RunNotice, countDay: string): Outcome {
  const date = longDate(report.business_date);
  switch (kind) {
    case 'success':
      return success(report, date);
    case 'skipped':
      return {
        tone: 'neutral',
        title: `Дистрибуция пропущена: ${decapitalize(skipReason(report.reason, countDay)).replace(' = ', '\u00a0=\u00a0')}`,
        lead: `${date}: ${whySkipped(report, countDay)} В таблицы ничего не записано.`,
      };
    case 'error':
      return {
        tone: 'bad',
        title: `Ошибка на этапе «${stageName(failedStage(report))}»`,
        lead: `${date}: ${standing(report)}`,
      };
    case 'critical':
      return {tone: 'bad', title: 'Критическая ошибка дистрибуции', lead: `${date}: ${standing(report)}`};
    case 'partial':
      return {tone: 'warning', title: 'Дистрибуция завершена частично', lead: `${date}: ${standing(report)}`};
    case 'tables_differ':
      return {
        tone: 'warning',
        title: 'Строки в таблицах расходятся с планами',
        lead: `${date}: в таблицах не столько строк, сколько записали все запуски. Дистрибуцию это не останавливает.`,
      };
    case 'abandoned':
      return {
        tone: 'warning',
        title: 'Дистрибуция прекращена',
        lead: `${date}: запуск прекращён вручную, недостающие строки записаны не будут.`,
      };
  }
}

function success({users: {distributed}, campaigns}: RunReport, date: string): Outcome {
  const people = `${plural(distributed, DISTRIBUTED)} ${countOf(distributed, USERS)}`;
  const over = `по ${countOf(campaigns.length, OVER_CAMPAIGNS)}`;
  return {
    tone: 'good',
    title: capitalize(people),
    lead: `${date}: ${people} ${over}. Обе базы данных записаны полностью, строки сверены с планом.`,
  };
}

function whySkipped({reason, users}: RunReport, countDay: string): string {
  switch (reason) {
    case 'no_active_campaigns':
      return 'ни у одной кампании текущая дата не входит в срок действия, пользователи не запрашивались.';
    case 'no_count_day_5_users':
      return users.found > 0
        ? `в источнике с COUNT_DAY = ${countDay} нет ни одной строки с ИИН.`
        : `в источнике нет ни одной строки с COUNT_DAY = ${countDay}.`;
    case 'all_users_enrolled':
      return `каждый из найденных (${formatNumber(users.enrolled)}) уже состоит в группе активной кампании или ожидает записи.`;
    default:
      return 'запуск завершён без распределения.';
  }
}

/** How a run stands that did not end well; by the time the letter goes out it may have. */
function standing({plan_digest, owed, error, status}: RunReport): string {
  if (!error) return `письмо задержалось. Сейчас запуск ${statusName(status)}.`;
  if (plan_digest === null) return 'запуск остановлен до начала записи. В таблицы ничего не записано.';
  if (owed.length > 0) return `${stillToWrite(owed)}. План сохранён, повтор его завершит.`;
  return error.kind === 'breach'
    ? 'строки записаны, но сверка показала расхождение с планом. Запуск не считается завершённым.'
    : 'все строки записаны, но сверка с планом ещё не выполнена. Запуск не считается завершённым.';
}

function stillToWrite(owed: RunReport['owed']): string {
  const rows = owed.reduce((sum, it) => sum + it.rows, 0);
  const tables = new Set(owed.map(({table}) => fullTableName(table)));
  return `осталось записать ${countOf(rows, ROWS_AS_OBJECT)} в ${[...tables].join(', ')}`;
}
