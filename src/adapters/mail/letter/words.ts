import {DATABASE_NAMES, failureName} from '../../../application/words/names.ts';
import {RU_NAMES} from '../../../application/words/names-ru.ts';
import type {Stage} from '../../../domain/run-events.ts';
import type {RunReport} from '../../../domain/run-report.ts';
import {type Database, databaseOf, type Table} from '../../../domain/tables.ts';

type Attempt = RunReport['earlier_attempts'][number];

export const databaseName = (database: Database): string => DATABASE_NAMES[database];
export const stageName = (stage: Stage): string => RU_NAMES.stages[stage];
export const statusName = (status: RunReport['status']): string => RU_NAMES.statuses[status];

/** `DSSB_APP.SC_local_control` */
export function fullTableName(table: Table): string {
  return `${databaseName(databaseOf(table))}.${table}`;
}

/** The contract's [Reason]. */
export function skipReason(reason: string | null, countDay: string): string {
  return reason === null ? 'Причина не указана' : RU_NAMES.skipReason(reason, countDay);
}

/** How an earlier run of the date ended, and why. */
export function attemptEnd({status, reason}: Attempt, countDay: string): string {
  if (reason === null) return statusName(status);
  return `${statusName(status)}: ${failureName(RU_NAMES, reason) ?? skipReason(reason, countDay)}`;
}

/** Where it failed. Once the error is gone from the report the run went on, and only a planned run can. */
export function failedStage({error}: RunReport): Stage {
  return error?.stage ?? 'inserting_users';
}
