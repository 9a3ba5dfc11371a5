import type {FailureKind, Stage} from '../../../domain/run-events.ts';
import type {RunReport} from '../../../domain/run-report.ts';
import {type Database, databaseOf, type Table} from '../../../domain/tables.ts';

type Attempt = RunReport['earlier_attempts'][number];

const DATABASE_NAMES: Record<Database, string> = {dssb_app: 'DSSB_APP', spss: 'SPSS'};

const STAGE_NAMES: Record<Stage, string> = {
  initialization: 'подготовка',
  getting_active_campaigns: 'чтение активных кампаний',
  getting_spss_users: 'чтение пользователей из SPSS',
  distributing_users: 'распределение пользователей',
  inserting_users: 'запись пользователей',
  completed: 'завершение',
};

const STATUS_NAMES: Record<RunReport['status'], string> = {
  running: 'выполняется',
  completed: 'завершён полностью',
  skipped: 'пропущен',
  partial: 'завершён частично',
  failed: 'остановлен ошибкой',
  abandoned: 'прекращён',
};

const FAILURE_NAMES: Readonly<Record<string, string>> = {
  unreachable: 'нет доступа к базе данных',
  refused: 'база данных отказала сервису',
  safety_stop: 'сработал предохранитель',
  breach: 'таблицы не совпали с планом',
  expired: 'день запуска уже прошёл',
  unexpected: 'непредвиденная ошибка программы',
} satisfies Record<FailureKind, string>;

export const databaseName = (database: Database): string => DATABASE_NAMES[database];
export const stageName = (stage: Stage): string => STAGE_NAMES[stage];
export const statusName = (status: RunReport['status']): string => STATUS_NAMES[status];

/** `DSSB_APP.SC_local_control` */
export function fullTableName(table: Table): string {
  return `${databaseName(databaseOf(table))}.${table}`;
}

/** The contract's [Reason]. */
export function skipReason(reason: string | null, countDay: string): string {
  switch (reason) {
    case 'no_active_campaigns':
      return 'Нет активных кампаний';
    case 'no_count_day_5_users':
      return `Нет пользователей с COUNT_DAY = ${countDay}`;
    case 'all_users_enrolled':
      return 'Все пользователи уже распределены';
    default:
      return reason ?? 'Причина не указана';
  }
}

/** How an earlier run of the date ended, and why. */
export function attemptEnd({status, reason}: Attempt, countDay: string): string {
  if (reason === null) return statusName(status);
  return `${statusName(status)}: ${FAILURE_NAMES[reason] ?? skipReason(reason, countDay)}`;
}

/** Where it failed. Once the error is gone from the report the run went on, and only a planned run can. */
export function failedStage({error}: RunReport): Stage {
  return error?.stage ?? 'inserting_users';
}
