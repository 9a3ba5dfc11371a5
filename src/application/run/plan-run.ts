import type {BusinessDate} from '../../domain/ids.ts';
import {plan, skip} from '../../domain/run-decisions.ts';
import type {GroupCount} from '../../domain/run-events.ts';
import {tabValues} from '../../domain/tab-values.ts';
import {DATABASES} from '../../domain/tables.ts';
import type {Warning} from '../../domain/warnings.ts';
import {writeKey} from '../../domain/writes.ts';
import {allSettledOrThrow} from '../all-settled.ts';
import type {Origin} from '../events/event-envelope.ts';
import type {StreamDeps} from '../events/event-stream.ts';
import type {Journal} from '../events/journal.ts';
import type {Observe} from '../events/progress.ts';
import {Failure} from '../failure.ts';
import {type ListDeps, saveList} from './assignments/assignment-list.ts';
import {type CountDeps, countGroups, type TotalOf, withoutOtherRuns} from './count-own-rows.ts';
import {refuseStrays} from './dealt-elsewhere.ts';
import {type Draft, type DraftDeps, type DraftInput, draftDistribution} from './draft-distribution.ts';
import type {Look, Rows} from './enrolment/look.ts';
import {dropEnded, saveEnrolment} from './enrolment/save-enrolment.ts';
import {findDifferences} from './keep-differences.ts';
import {saveRoster} from './roster.ts';

export type PlanDeps = DraftDeps & CountDeps & StreamDeps & ListDeps;

/**
 * Brings a run to its plan, or to a skip: drafts, stores the roster, and only then appends the plan. `checkDay` throws once
 * the run's day is over: the source has been loaded anew meanwhile.
 */
export async function planRun(
  given: PlanDeps,
  journal: Journal,
  input: DraftInput & {
    businessDate: BusinessDate;
    /** What no other try at the plan has: its append may land although it was not answered. */
    rosterId: string;
    fence: () => Promise<void>;
    checkDay: () => void;
    late: readonly Warning[];
    origin: Origin;
    /** What a person has confirmed; drafted now unless given. */
    draft: Draft | undefined;
  },
  observe: Observe,
): Promise<void> {
  const draft = input.draft ?? (await draftDistribution(given, input, observe));
  const deps = {...given, enrolmentCipher: draft.enrolmentCipher};
  // What was counted is kept only by who held the lease meanwhile: rows that another process has written look foreign.
  await input.fence();
  const {rosterId} = input;
  await saveEnrolment(deps, rosterId, draft.enrolments, draft.type === 'plan' ? draft.allocation : null);
  const differences = await findDifferences(deps, input.run, draft.enrolments, input.origin);
  const warnings = [...input.late, ...draft.warnings, ...differences.warnings];
  switch (draft.type) {
    case 'skip': {
      const told = [...warnings, ...(await databaseWarnings(deps, []))];
      await journal.record(skip(draft.reason, draft.users, told, differences.areNews));
      return differences.keep();
    }
    case 'stop':
      throw new Failure('safety_stop', draft.why, {
        advice: 'check the source table; to go on all the same: run --force --reason "…"',
      });
    case 'plan': {
      await dropEnded(deps, draft.enrolments, input.businessDate, given.carryOverDays);
      const planned = {rosterId, campaigns: draft.plan.campaigns, since: draft.since};
      const totals: Rows = Object.assign({}, ...draft.enrolments.map(({look}) => look.total));
      // Rows that came after the look are in no total.
      const totalOf: TotalOf = (key, rows) => Math.max(totals[key] ?? 0, rows);
      // The databases count while people are sealed.
      const [counts, texts] = await allSettledOrThrow([
        countGroups(deps, planned, totalOf),
        sealPeople(deps, rosterId, draft, input.businessDate),
      ]);
      const recent: Rows = Object.assign({}, ...draft.enrolments.map(({look}) => look.recent));
      const older = await withoutOtherRuns(deps, input.run, planned, counts);
      const baseline = older.map((count) => ofToday(count, recent));
      await refuseStrays(deps.tables, {baseline, since: draft.since}, draft.allocation);
      const told = await databaseWarnings(deps, texts);
      input.checkDay();
      await journal.record(
        plan(
          {...planned, ...draft.plan, users: draft.users, baseline, warnings: [...warnings, ...told]},
          differences.areNews,
        ),
      );
      return differences.keep();
    }
  }
}

function ofToday(count: GroupCount, recent: Rows): GroupCount {
  const today = recent[writeKey(count)];
  return today ? {...count, today} : count;
}

async function databaseWarnings({tables}: PlanDeps, texts: readonly string[]): Promise<Warning[]> {
  return (await Promise.all(DATABASES.map((database) => tables[database].warnings(texts)))).flat();
}

/** Stores roster and list; answers the texts that the rows will have. */
async function sealPeople(
  deps: PlanDeps,
  rosterId: string,
  draft: Extract<Draft, {type: 'plan'}>,
  businessDate: BusinessDate,
): Promise<string[]> {
  const {allocation, enrolments, knownOf} = draft;
  const texts = new Set<string>();
  const groups = allocation.plan.flatMap(({campaign, groups: shares}) => shares.map((share) => ({campaign, share})));
  const earliest: Look['tabs'] = Object.assign({}, ...enrolments.map(({look}) => look.tabs));
  function* roster() {
    for (const {campaign, share} of groups) {
      const {letter, theoryId, size} = share;
      const tabs = tabValues({letter, size, campaignName: campaign.name, businessDate}, earliest[theoryId] ?? null);
      for (const tab of tabs) if (tab !== null) texts.add(tab);
      const members = allocation.membersOf(share);
      yield {theoryId, tabs, members, ...(knownOf && {columns: members.map(knownOf)})};
    }
  }
  await saveRoster(deps, rosterId, roster());
  await saveList(deps, rosterId, draft);
  return [...texts];
}
