import type {CampaignPlan, CampaignShare} from './campaign-plan.ts';
import type {NextWord} from './draw.ts';
import type {Iin, TheoryId} from './ids.ts';
import type {CampaignStrata, IndexedStrata} from './standing.ts';
import {type StrataCounts, splitStrata} from './stratified-split.ts';

type Arranged = {readonly dealt: readonly Iin[]; readonly tables: ReadonlyMap<TheoryId, CampaignStrata>};

/**
 * Puts shuffled people in dealt order, each group a block. `random` leaves them as they are and only counts; `stratified`
 * splits the strata first over the campaigns, then over each campaign's groups, and gives each person in turn the first
 * group that still wants one of his stratum.
 */
export function arrangeByStrata(
  plan: CampaignPlan,
  people: readonly Iin[],
  strata: IndexedStrata,
  method: 'random' | 'stratified',
  nextWord: NextWord,
): Arranged {
  if (method === 'random') return {dealt: people, tables: countRandom(plan, strata)};
  const tables = splitPlan(plan, strata, nextWord);
  return {dealt: fill(plan, people, strata, tables), tables};
}

function splitPlan(plan: CampaignPlan, strata: IndexedStrata, nextWord: NextWord): Map<TheoryId, CampaignStrata> {
  const totals = plan.map(({total}) => total);
  const overCampaigns = splitStrata(strata.people, totals, null, nextWord).counts;
  return new Map(
    plan.map(({campaign: {theoryId}, groups}, c) => {
      const standing = strata.standingOf(theoryId);
      const rows = overCampaigns.map((cells) => cells[c]!);
      const sizes = groups.map(({size}) => size);
      const {counts, probability} = splitStrata(rows, sizes, standing, nextWord);
      return [theoryId, {standing, today: counts, probability}];
    }),
  );
}

function fill(
  plan: CampaignPlan,
  people: readonly Iin[],
  {strata, labels}: IndexedStrata,
  tables: ReadonlyMap<TheoryId, CampaignStrata>,
): Iin[] {
  const groups = plan.flatMap(({campaign, groups: shares}) => shares.map(({offset}, g) => ({campaign, offset, g})));
  // Plain arrays of numbers: this is done once for each person.
  const places = Uint32Array.from(groups, ({offset}) => offset);
  const quota = new Uint32Array(labels.length * groups.length);
  for (const [i, {campaign, g}] of groups.entries()) {
    const {today} = tables.get(campaign.theoryId)!;
    for (let s = 0; s < labels.length; s++) quota[s * groups.length + i] = today[s]![g]!;
  }
  const cells = Uint32Array.from(labels, (_, s) => s * groups.length);
  const dealt = new Array<Iin>(people.length);
  for (let i = 0; i < people.length; i++) {
    const stratum = strata[i]!;
    while (quota[cells[stratum]!] === 0) cells[stratum]!++;
    const cell = cells[stratum]!;
    quota[cell]!--;
    dealt[places[cell - stratum * groups.length]!++] = people[i]!;
  }
  return dealt;
}

function countRandom(plan: CampaignPlan, strata: IndexedStrata): Map<TheoryId, CampaignStrata> {
  return new Map(
    plan.map((share) => {
      const {theoryId} = share.campaign;
      const today = countBlocks(share, strata);
      const probability = today.map(() => share.groups.map(({size}) => (share.total === 0 ? 0 : size / share.total)));
      return [theoryId, {standing: strata.standingOf(theoryId), today, probability}];
    }),
  );
}

function countBlocks({groups}: CampaignShare, {labels, strata}: IndexedStrata): StrataCounts {
  const today = labels.map(() => groups.map(() => 0));
  for (const [g, {offset, size}] of groups.entries()) {
    for (let i = offset; i < offset + size; i++) today[strata[i]!]![g]!++;
  }
  return today;
}
