import type {Allocation} from '../../domain/group-allocator.ts';
import {type BusinessDate, GROUP_LETTERS, groupTheoryId, type Iin, type TheoryId} from '../../domain/ids.ts';
import {parseIin} from '../../domain/iin.ts';
import type {DistributionPlan} from '../../domain/run-events.ts';
import {areMadeOn} from '../../domain/tab-values.ts';
import {databaseOf, type Table, tablesOf} from '../../domain/tables.ts';
import {writeKey} from '../../domain/writes.ts';
import type {QueryDeps} from '../events/query-runs.ts';
import type {DatabaseTables} from '../ports/group-tables.ts';
import type {CampaignEnrolment} from './enrolment/find-enrolled.ts';
import {strayed} from './write-groups.ts';

/** No day has more. */
const MOST_RUNS = 1_000;

/**
 * Says that today's groups hold rows of this service which were made today, though this state has planned no run of the day:
 * another installation is dealing the same people, or this one has lost its state. Null when there are none. Nothing is read
 * unless rows have come today.
 */
export async function dealtElsewhere(
  {runs, tables}: QueryDeps & {readonly tables: DatabaseTables},
  enrolments: readonly CampaignEnrolment[],
  date: BusinessDate,
): Promise<string | null> {
  const asked = recentGroups(enrolments);
  if (asked.size === 0) return null;
  const ofDay = await runs.list({date, limit: MOST_RUNS});
  if (ofDay.some(({report}) => report.plan_digest !== null)) return null;
  for (const [table, theoryIds] of asked) {
    const since = enrolments[0]?.look.since.dssb_app;
    for (const [theoryId, tabs] of await tables.dssb_app.earliestTabs(table, theoryIds, since)) {
      if (areMadeOn(tabs, date)) return sayElsewhere(table, theoryId);
    }
  }
  return null;
}

/**
 * Stops where somebody of the plan stands in another group by now: put there while the plan was made. Only groups are read that
 * the baseline, counted after the look, has new rows of.
 */
export async function refuseStrays(
  tables: DatabaseTables,
  {baseline, since}: Pick<DistributionPlan, 'baseline' | 'since'>,
  {plan, membersOf}: Allocation,
): Promise<void> {
  const added = baseline.filter(({table, rows}) => rows > 0 && databaseOf(table) === 'dssb_app');
  if (added.length === 0) return;
  const groups = plan.flatMap((campaign) => campaign.groups);
  const groupOf = new Map(groups.flatMap((it) => membersOf(it).map((iin) => [iin, it.theoryId] as const)));
  for (const {table, theoryId} of added) {
    for await (const rows of tables.dssb_app.members(table, [theoryId], since.dssb_app)) {
      for (const {iin} of rows) {
        const wanted = groupOf.get(parseIin(iin) ?? ('' as Iin));
        if (wanted && wanted !== theoryId) throw strayed(table, theoryId, wanted);
      }
    }
  }
}

/** Groups in DSSB that rows have come to today, or while they were counted. */
function recentGroups(enrolments: readonly CampaignEnrolment[]): ReadonlyMap<Table, TheoryId[]> {
  const found = new Map<Table, TheoryId[]>();
  for (const {campaign, look, added} of enrolments) {
    for (const letter of GROUP_LETTERS) {
      const [table] = tablesOf(letter);
      const theoryId = groupTheoryId(campaign, letter);
      const isRecent = look.recent[writeKey({table, theoryId})] || added.length > 0;
      if (isRecent) found.set(table, [...(found.get(table) ?? []), theoryId]);
    }
  }
  return found;
}

function sayElsewhere(table: Table, theoryId: TheoryId): string {
  return `${table} ${theoryId}: another installation of this service has dealt people today (give all the same MONGODB_URI), or the state of this one was lost`;
}
