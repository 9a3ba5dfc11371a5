import {type Campaign, endedTodayWarnings, groupCampaigns} from '../../domain/campaigns.ts';
import type {CarryOver} from '../../domain/carry-over.ts';
import type {CountDay} from '../../domain/count-day.ts';
import {type Allocation, allocate} from '../../domain/group-allocator.ts';
import {
  businessDateOf,
  GROUP_LETTERS,
  groupTheoryId,
  type Iin,
  type RunId,
  type TheoryId,
  type WallTime,
} from '../../domain/ids.ts';
import type {IinFormat} from '../../domain/iin-format.ts';
import {manyStrataWarning} from '../../domain/many-strata.ts';
import type {PlannedAllocation, PlannedCampaign, SkipReason} from '../../domain/run-events.ts';
import {malformedStop, type SafetyLimits, safetyStop} from '../../domain/safety-stop.ts';
import {formatFactors} from '../../domain/strata.ts';
import type {Database} from '../../domain/tables.ts';
import {malformedWarning, NO_USERS, type UserCounts, withoutRowWarning} from '../../domain/user-intake.ts';
import type {Warning} from '../../domain/warnings.ts';
import {allSettledOrThrow} from '../all-settled.ts';
import type {Observe} from '../events/progress.ts';
import type {AssignmentKeys} from '../ports/assignment-keys.ts';
import type {CampaignSource, EndedToday} from '../ports/campaign-source.ts';
import type {EnrolmentCipher} from '../ports/enrolment-cipher.ts';
import type {DatabaseTables} from '../ports/group-tables.ts';
import type {UserSource} from '../ports/user-source.ts';
import {dealtElsewhere} from './dealt-elsewhere.ts';
import {digestPlan} from './digest-plan.ts';
import {excludeOwed} from './enrolment/exclude-owed.ts';
import {type CampaignEnrolment, type EnrolmentDeps, findEnrolled} from './enrolment/find-enrolled.ts';
import {registerCipher} from './enrolment/register-keys.ts';
import type {LossRule} from './keep-differences.ts';
import {readPeople} from './read-people.ts';
import {readStanding} from './read-standing.ts';
import {recentSizes} from './recent-sizes.ts';
import type {RosterDeps} from './roster.ts';
import {type TellDeps, type ToldApart, tellApart} from './tell-apart.ts';

export type DraftDeps = RosterDeps &
  EnrolmentDeps &
  TellDeps & {
    readonly campaigns: CampaignSource;
    readonly endedToday: EndedToday;
    readonly users: UserSource;
    readonly keys: AssignmentKeys;
    /** Which ids are dealt. */
    readonly iinFormat: IinFormat;
    readonly losses: LossRule;
  };

export type DraftInput = {
  readonly run: RunId;
  readonly countDay: CountDay;
  /** Null overrides the safety stop. */
  readonly limits: SafetyLimits | null;
  /** How many of the people to name, for whoever looks at a preview. */
  readonly sample?: number;
};

/** What a run would do now: nothing, stop for a person's word, or this. */
export type Draft = {
  readonly campaigns: readonly Campaign[];
  readonly users: UserCounts;
  readonly warnings: readonly Warning[];
  readonly sample: readonly Iin[];
  /** What is to be kept of who is enrolled. */
  readonly enrolments: readonly CampaignEnrolment[];
  /** What the register stands under. */
  readonly enrolmentCipher: EnrolmentCipher;
} & (
  | {readonly type: 'skip'; readonly reason: SkipReason}
  | {readonly type: 'stop'; readonly why: string}
  | (Pick<ToldApart, 'stratumOf' | 'knownOf'> & {
      readonly type: 'plan';
      readonly plan: DraftPlan;
      readonly allocation: Allocation;
      /** What the databases' clocks showed before it was looked who is enrolled: whoever is put there later is met under the lock. */
      readonly since: Readonly<Record<Database, WallTime>>;
    })
);

export type DraftPlan = {
  readonly seed: string;
  readonly digestKey: string;
  readonly planDigest: string;
  readonly campaigns: readonly PlannedCampaign[];
  readonly allocation?: PlannedAllocation;
  readonly carryOver?: CarryOver;
  /** How many digits most ids of the load have; null when none is plain digits. */
  readonly idDigits: number | null;
};

/** Reads campaigns and people and deals them; writes nothing. The one way to a plan, for run and preview alike. */
export async function draftDistribution(deps: DraftDeps, input: DraftInput, observe: Observe): Promise<Draft> {
  const {run} = input;
  observe({type: 'stage', run, stage: 'getting_active_campaigns'});
  const {campaigns, warnings} = groupCampaigns(await deps.campaigns());
  const enrolmentCipher = await registerCipher(deps);
  const found = {campaigns, warnings, users: NO_USERS, sample: [], enrolments: [], enrolmentCipher};
  if (campaigns.length === 0) {
    const hints = endedTodayWarnings(await deps.endedToday());
    return {...found, warnings: [...warnings, ...hints], type: 'skip', reason: 'no_active_campaigns'};
  }

  const {factors} = deps.allocation;
  const intake = await readPeople(deps, {run, countDay: input.countDay, factors}, observe);
  const read = {...found, warnings: [...warnings, ...malformedWarning(intake)], users: intake.counts};
  const spoilt = input.limits && malformedStop(read.users);
  if (spoilt) return {...read, type: 'stop', why: spoilt};
  if (read.users.distributed === 0) return {...read, type: 'skip', reason: 'no_count_day_5_users'};

  observe({type: 'stage', run, stage: 'distributing_users'});
  await excludeOwed(deps, intake);
  const since = await readClocks(deps.tables);
  const searched = campaigns.map((campaign) => ({...campaign, enrolledIds: enrolledIds(campaign)}));
  const looked = {on: businessDateOf(run), since};
  const enrolled = await findEnrolled({...deps, enrolmentCipher}, searched, looked, intake);
  const enrolments = deps.losses === 'exact' ? enrolled : enrolled.map(withoutLosses);
  const users = intake.counts;
  const differing = enrolments.flatMap(({differences}) => differences);
  const differences = differing.map((it): Warning => ({kind: 'tables_differ', ...it}));
  const searchedFor = {
    ...{...read, users, enrolments},
    warnings: [...read.warnings, ...withoutRowWarning(users), ...differences],
  };
  if (users.distributed === 0) return {...searchedFor, type: 'skip', reason: 'all_users_enrolled'};
  const {people} = intake;
  const named = {...searchedFor, sample: people.slice(0, input.sample ?? 0)};
  const why =
    input.limits &&
    ((await dealtElsewhere(deps, enrolments, businessDateOf(run))) ??
      safetyStop(users.distributed, input.limits, await recentSizes(deps.runs)));
  if (why) return {...named, type: 'stop', why};

  const seed = deps.keys.seedOf(run);
  const totals = await deps.runs.groupTotals(campaigns.flatMap(groupsOf));
  const standing = await readStanding(deps, totals, formatFactors(factors));
  const {carryOver, stratumOf, knownOf} = await tellApart(
    {...deps, enrolmentCipher},
    intake,
    enrolments,
    businessDateOf(run),
  );
  const design = {method: deps.allocation.method, stratumOf, standing};
  const allocation = allocate(campaigns, people, deps.keys.keystream(seed), totals, design);
  return {
    ...named,
    warnings: [...named.warnings, ...manyStrataWarning(allocation, deps.allocation.method)],
    type: 'plan',
    plan: {
      ...digestPlan(deps.keys, seed, allocation, deps.allocation),
      ...(carryOver && {carryOver}),
      idDigits: intake.digits,
    },
    allocation,
    since,
    stratumOf,
    knownOf,
  };
}

async function readClocks(tables: DatabaseTables): Promise<Readonly<Record<Database, WallTime>>> {
  const [dssb, spss] = await allSettledOrThrow([tables.dssb_app.sysdate(), tables.spss.sysdate()]);
  return {dssb_app: dssb, spss};
}

/** Rows that are missing are told by the loss test alone. */
function withoutLosses(enrolment: CampaignEnrolment): CampaignEnrolment {
  return {...enrolment, differences: enrolment.differences.filter(({expected, found}) => found > expected)};
}

/** Every id under which a person counts as enrolled in the campaign. */
function enrolledIds({theoryId, theoryIds}: Campaign): TheoryId[] {
  return [...new Set([...groupsOf({theoryId}), ...theoryIds])];
}

function groupsOf({theoryId}: Pick<Campaign, 'theoryId'>): TheoryId[] {
  return GROUP_LETTERS.map((letter) => groupTheoryId(theoryId, letter));
}
