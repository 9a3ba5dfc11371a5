import type {Notice} from '../../application/ports/notifier.ts';
import type {RunReport} from '../../domain/run-report.ts';
import {oneLine} from './one-line.ts';
import {failedStage, skipReason} from './words.ts';

/** The subject line, to the letter of the user's document and of the contract. */
export function subjectOf(notice: Notice, countDay: string): string {
  return oneLine(subject(notice, countDay));
}

function subject({kind, report}: Notice, countDay: string): string {
  switch (kind) {
    case 'success':
      return `✅ SoftCollection: Ежедневная дистрибуция завершена - ${report.users.distributed} пользователей распределено`;
    case 'skipped':
      return `⏭️ SoftCollection: Ежедневная дистрибуция пропущена - ${skipReason(report.reason, countDay)}`;
    case 'error':
      return `❌ SoftCollection: Ошибка ежедневной дистрибуции - ${failedStage(report)}`;
    case 'critical':
      return '🚨 SoftCollection: Критическая ошибка ежедневной дистрибуции';
    case 'partial':
      return `⚠️ SoftCollection: Ежедневная дистрибуция завершена частично - ${owedTables(report)}`;
    case 'abandoned':
      return `🛑 SoftCollection: Ежедневная дистрибуция прекращена - ${report.business_date}`;
  }
}

/** A partial run whose rows have come in by now was partial for the last table written. */
function owedTables({owed}: RunReport): string {
  const tables = [...new Set(owed.map(({table}) => table))];
  return tables.length > 0 ? tables.join(', ') : 'SC_theory_users';
}
