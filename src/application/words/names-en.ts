import type {Names} from './names.ts';

export const EN_NAMES: Names = {
  stages: {
    initialization: 'preparing',
    getting_active_campaigns: 'reading active campaigns',
    getting_spss_users: 'reading users from SPSS',
    distributing_users: 'distributing users',
    inserting_users: 'writing users',
    completed: 'finishing',
  },
  statuses: {
    running: 'running',
    completed: 'completed',
    skipped: 'skipped',
    partial: 'partly completed',
    failed: 'stopped by an error',
    abandoned: 'abandoned',
  },
  failures: {
    unreachable: 'a database is out of reach',
    refused: 'a database refused the service',
    safety_stop: 'the safety stop fired',
    breach: 'the tables do not match the plan',
    expired: "the run's day is over",
    unexpected: 'an unforeseen error of the program',
  },
  missed: {
    not_running: 'the service was not running',
    run_owed: 'an earlier run was not finished',
    unreachable: 'a database or the state store was out of reach',
    switched_off: 'the daily run was switched off',
  },
  skipReason: (reason, countDay) => {
    switch (reason) {
      case 'no_active_campaigns':
        return 'No active campaigns';
      case 'no_count_day_5_users':
        return `No users with COUNT_DAY = ${countDay}`;
      case 'all_users_enrolled':
        return 'All users are distributed already';
      default:
        return reason;
    }
  },
};
