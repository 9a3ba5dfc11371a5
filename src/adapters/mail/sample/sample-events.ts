import {planCampaigns} from '../../../domain/campaign-plan.ts';
import type {Campaign} from '../../../domain/campaigns.ts';
import {type BusinessDate, runId, type TheoryId, type WallTime} from '../../../domain/ids.ts';
import {foldRun} from '../../../domain/run.ts';
import type {DistributionPlan, GroupCount, RunEvent, RunFailure} from '../../../domain/run-events.ts';
import {type RunReport, reportRun} from '../../../domain/run-report.ts';
import {type Database, databaseOf, TABLES, tablesOf} from '../../../domain/tables.ts';
import type {Warning} from '../../../domain/warnings.ts';
import {writesOf} from '../../../domain/writes.ts';

/** Events of a run that never was, for mails that show what they look like. Nobody's data. */

export const SAMPLE_DATE = '2024-01-15' as BusinessDate;
export const SAMPLE_RUN = runId(SAMPLE_DATE, 1);

const SAMPLE_NAMES = ['Мягкое взыскание, звонок', 'Мягкое взыскание, СМС', 'Мягкое взыскание, письмо'];

/** 5,101 rows of the source, 5,000 people. */
const SAMPLE_USERS = {
  found: 5101,
  blank: 1,
  malformed: 0,
  repeated: 40,
  enrolled: 60,
  enrolled_without_row: 0,
  distributed: 5000,
};

const SINCE = '2024-01-15 09:00:00' as WallTime;
const EARLIER_DAYS = 9;

export const started: RunEvent = {
  type: 'RunStarted',
  data: {businessDate: SAMPLE_DATE, slot: null, countDay: '5', epoch: 1, previousRunHash: null, forced: null},
};
export const resumed: RunEvent = {type: 'RunResumed', data: {epoch: 2}};
export const completed: RunEvent = {type: 'RunCompleted', data: {distributed: SAMPLE_USERS.distributed}};

export function planned(
  names: readonly string[] = SAMPLE_NAMES,
  warnings: readonly Warning[] = [],
): {type: 'DistributionPlanned'; data: DistributionPlan} {
  const campaigns = names.map(
    (name, i): Campaign => ({
      theoryId: `SC${String(i + 1).padStart(8, '0')}` as TheoryId,
      name,
      startDate: '2024-01-01 00:00:00' as WallTime,
      endDate: '2024-02-01 00:00:00' as WallTime,
      theoryIds: [],
    }),
  );
  return {
    type: 'DistributionPlanned',
    data: {
      rosterId: `${SAMPLE_RUN}/1`,
      seed: 'secret-seed',
      digestKey: 'aabbccdd',
      planDigest: '3f786850e387550fdab836ed7e6dc881de23001b5f1d2c3b4a59687786a5b4c3',
      users: SAMPLE_USERS,
      idDigits: 12,
      campaigns: planCampaigns(campaigns, SAMPLE_USERS.distributed).map(({campaign, total, groups}) => ({
        ...campaign,
        total,
        groups: groups.map(({letter, theoryId, carried, size}) => ({letter, theoryId, carried, size, digest: 'd'})),
      })),
      since: {dssb_app: SINCE, spss: SINCE},
      baseline: [],
      warnings,
    },
  };
}

/** The writes that these databases took. */
export function written({data}: {data: DistributionPlan}, databases: readonly Database[]): RunEvent[] {
  return writesOf(data)
    .filter(({table}) => databases.includes(databaseOf(table)))
    .flatMap(({table, groups}) =>
      groups.map(
        ({theoryId, size}): RunEvent => ({
          type: 'GroupWritten',
          data: {theoryId, table, rows: size, inserted: size, preexisting: 0},
        }),
      ),
    );
}

/** The end check of a plan on its campaigns' tenth day. */
export function verified({data}: {data: DistributionPlan}): RunEvent {
  const counts = TABLES.flatMap((table) =>
    data.campaigns.flatMap(({groups}) =>
      groups.map(({letter, theoryId, size}): GroupCount => {
        const rows = tablesOf(letter).includes(table) ? size : 0;
        return {table, theoryId, rows, distinct: rows, total: rows === 0 ? 0 : rows + EARLIER_DAYS * (size - 1)};
      }),
    ),
  );
  return {type: 'RunVerified', data: {counts, notes: []}};
}

export function failed(failure: Partial<RunFailure> = {}): RunEvent {
  return {
    type: 'RunFailed',
    data: {
      stage: 'inserting_users',
      kind: 'unreachable',
      database: 'spss',
      message: 'SPSS: ORA-12541: no listener',
      advice: 'check ORACLE_HOST and the listener',
      ...failure,
    },
  };
}

/** What the domain reports of these events, a second and a bit apart. */
export function report(events: readonly RunEvent[]): RunReport {
  const start = Date.parse('2024-01-15T03:00:00Z');
  const timed = events.map(({type}, i) => ({type, actor: 'scheduler', at: new Date(start + i * 1234).toISOString()}));
  return reportRun(SAMPLE_RUN, foldRun(events), timed)!;
}
