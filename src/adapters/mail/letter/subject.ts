import type {MissedNotice, Notice} from '../../../application/ports/notifier.ts';
import type {RunReport} from '../../../domain/run-report.ts';
import {businessDateAt} from '../../../domain/wall-time.ts';
import type {LetterSettings} from './letter.ts';
import {oneLine} from './one-line.ts';
import {failedStage, skipReason} from './words.ts';

/** The subject line, to the letter of the user's document and of the contract. */
export function subjectOf(notice: Notice, settings: LetterSettings): string {
  return oneLine(subject(notice, settings));
}

function subject(notice: Notice, {countDay, timezone}: LetterSettings): string {
  switch (notice.kind) {
    case 'success':
      return `✅ SoftCollection: Ежедневная дистрибуция завершена - ${notice.report.users.distributed} пользователей распределено`;
    case 'skipped':
      return `⏭️ SoftCollection: Ежедневная дистрибуция пропущена - ${skipReason(notice.report.reason, countDay)}`;
    case 'error':
      return `❌ SoftCollection: Ошибка ежедневной дистрибуции - ${failedStage(notice.report)}`;
    case 'critical':
    case 'outage':
      return '🚨 SoftCollection: Критическая ошибка ежедневной дистрибуции';
    case 'partial':
      return `⚠️ SoftCollection: Ежедневная дистрибуция завершена частично - ${owedTables(notice.report)}`;
    case 'tables_differ':
      return `⚠️ SoftCollection: Строки в таблицах расходятся с планами - ${notice.report.business_date}`;
    case 'abandoned':
      return `🛑 SoftCollection: Ежедневная дистрибуция прекращена - ${notice.report.business_date}`;
    case 'missed':
      return `⏰ SoftCollection: Ежедневная дистрибуция не запускалась - ${missedDates(notice, timezone)}`;
    case 'late':
      return `⌛ SoftCollection: Ежедневная дистрибуция не завершена вовремя - ${dateOf(notice.slot, timezone)}`;
  }
}

/** A partial run whose rows have come in by now was partial for the last table written. */
function owedTables({owed}: RunReport): string {
  const tables = [...new Set(owed.map(({table}) => table))];
  return tables.length > 0 ? tables.join(', ') : 'SC_theory_users';
}

/** `2024-01-15`, `2024-01-15, 2024-01-16`, or of more than three the first and the last. */
function missedDates({slots}: MissedNotice, timezone: string): string {
  const dates = [...new Set(slots.map(({slot}) => dateOf(slot, timezone)))];
  return dates.length > 3 ? `${dates[0]} … ${dates.at(-1)}` : dates.join(', ');
}

function dateOf(slot: string, timezone: string): string {
  return businessDateAt(Date.parse(slot), timezone);
}
