import {groupTotalsOf} from './group-totals.ts';
import {GROUP_LETTERS, type Iin, type TheoryId} from './ids.ts';
import type {PlannedRun} from './run.ts';
import type {PlannedAllocation} from './run-events.ts';
import type {StrataCounts} from './stratified-split.ts';

/** People whom earlier runs have dealt to each campaign, by stratum: one count a group. A stratum that is absent has none. */
export type Standing = ReadonlyMap<TheoryId, ReadonlyMap<string, readonly number[]>>;

/** People of a campaign by stratum (row) and group (column). */
export type CampaignStrata = {
  /** Whom earlier runs dealt. */
  readonly standing: StrataCounts;
  readonly today: StrataCounts;
  /** With which each of a stratum's people who are dealt to the campaign gets into a group. */
  readonly probability: StrataCounts;
};

/** Today's people told apart. */
export type IndexedStrata = {
  /** Of today's people and of the standing ones, in binary order. */
  readonly labels: readonly string[];
  /** The stratum of each person, in the people's order: an index into `labels`. */
  readonly strata: Uint16Array;
  readonly people: readonly number[];
  readonly standingOf: (campaign: TheoryId) => StrataCounts;
};

/** More strata than this are none, but a column of each person's own values. */
const MOST_STRATA = 5_000;

/**
 * Which strata there are, of today's people and of the standing ones, and who is in which. Throws a RangeError when there are
 * more than `MOST_STRATA`.
 */
export function indexStrata(
  people: readonly Iin[],
  {stratumOf, standing}: {stratumOf: (iin: Iin) => string; standing: Standing},
): IndexedStrata {
  const seen = new Map<string, number>();
  for (const counts of standing.values())
    for (const label of counts.keys()) seen.set(label, seen.get(label) ?? seen.size);
  const found = new Uint32Array(people.length);
  for (let i = 0; i < people.length; i++) {
    const label = stratumOf(people[i]!);
    let place = seen.get(label);
    if (place === undefined) {
      place = seen.size;
      seen.set(label, place);
    }
    found[i] = place;
  }
  if (seen.size > MOST_STRATA) {
    throw new RangeError(
      `STRATIFY_BY makes ${seen.size} strata, at most ${MOST_STRATA} are possible: take columns of fewer values, or cut points`,
    );
  }
  const labels = [...seen.keys()].sort();
  const places = new Uint32Array(labels.length);
  for (const [place, label] of labels.entries()) places[seen.get(label)!] = place;
  const strata = new Uint16Array(people.length);
  const counts = labels.map(() => 0);
  for (let i = 0; i < found.length; i++) {
    const place = places[found[i]!]!;
    strata[i] = place;
    counts[place]!++;
  }
  return {
    labels,
    strata,
    people: counts,
    standingOf: (campaign) => labels.map((label) => standing.get(campaign)?.get(label) ?? GROUP_LETTERS.map(() => 0)),
  };
}

/** What stood when a plan was made. */
export function standingBefore({strata, campaigns}: PlannedAllocation): Standing {
  return mapStanding(strata, campaigns, ({standing}, s) => standing[s]!);
}

/** What stands after a run: of one that was abandoned only the groups that were written to DSSB have grown. */
export function standingAfter(run: PlannedRun, {strata, campaigns}: PlannedAllocation): Standing {
  const dealt = groupTotalsOf(run);
  const letters = new Map(
    run.plan.campaigns.map(({theoryId, groups}) => [theoryId, groups.map((group) => dealt.has(group.theoryId))]),
  );
  return mapStanding(strata, campaigns, ({standing, today}, s, campaign) =>
    standing[s]!.map((n, g) => n + (letters.get(campaign)?.[g] ? today[s]![g]! : 0)),
  );
}

type Tables = PlannedAllocation['campaigns'][TheoryId];

function mapStanding(
  labels: readonly string[],
  campaigns: PlannedAllocation['campaigns'],
  rowOf: (tables: Tables, stratum: number, campaign: TheoryId) => readonly number[],
): Standing {
  const entries = Object.entries(campaigns) as [TheoryId, Tables][];
  return new Map(
    entries.map(([campaign, tables]) => [
      campaign,
      new Map(labels.map((label, s) => [label, rowOf(tables, s, campaign)])),
    ]),
  );
}
