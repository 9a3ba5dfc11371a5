import type {FailureKind, RunFailure, Stage} from '../../domain/run-events.ts';
import type {Database} from '../../domain/tables.ts';
import {DATABASE_NAMES, type FailureWords} from './names.ts';

const WHAT_FAILED: Record<Stage, string> = {
  initialization: 'The run could not begin',
  getting_active_campaigns: 'The active campaigns could not be read',
  getting_spss_users: 'The users could not be read from SPSS',
  distributing_users: 'The users could not be distributed to campaigns and groups',
  inserting_users: 'Writing to the tables could not be finished',
  completed: 'The run could not be finished',
};

function whatFailed({stage, kind, database}: RunFailure): string {
  if (kind === 'breach') {
    return 'The rows are written, but their number in the tables differs from the plan. The run does not count as finished until a person has explained the difference.';
  }
  if (kind === 'expired') return 'The run was interrupted before its plan, and its day is over.';
  return `${WHAT_FAILED[stage]}: ${reason(kind, database)}.`;
}

function reason(kind: Exclude<FailureKind, 'breach' | 'expired'>, database: Database | null): string {
  switch (kind) {
    case 'unreachable':
      return `${database === null ? 'a database or the state store' : DATABASE_NAMES[database]} is out of reach`;
    case 'refused':
      return `${database === null ? 'the server' : DATABASE_NAMES[database]} refuses the service`;
    case 'safety_stop':
      return 'the safety stop fired, there are far more users than usual';
    case 'unexpected':
      return 'an unforeseen error of the program';
    default:
      return kind satisfies never;
  }
}

function firstAid({kind, database}: RunFailure, countDay: string): string {
  const server = database === null ? 'the database server' : `the database server of ${DATABASE_NAMES[database]}`;
  switch (kind) {
    case 'unreachable':
      return `Check that ${server} works and can be reached from the service's machine: network, account, disk space, table locks.`;
    case 'refused':
      return `Ask an administrator to check ${server}: password and end of the account, grants on the tables, space in the tablespace.`;
    case 'safety_stop':
      return `Check whether the table SC_1_120 (COUNT_DAY = ${countDay}) is loaded right. If the number is right, run with a confirmation.`;
    case 'breach':
      return 'Compare the tables with the plan and find out who else wrote to them. Mend nothing in them before that.';
    case 'expired':
      return 'Nobody was distributed for that day. If these people still have to be, a range of COUNT_DAY over the past days covers them.';
    case 'unexpected':
      return 'Hand the technical message below to those who maintain the service.';
    default:
      return kind satisfies never;
  }
}

export const EN_FAILURES: FailureWords = {whatFailed, firstAid};
