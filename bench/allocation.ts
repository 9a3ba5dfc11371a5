import {GrowthBookClient} from '@growthbook/growthbook';
import planout from 'planout';
import {aesKeystream} from '../src/adapters/crypto/assignment-keys.ts';
import {allocate} from '../src/domain/group-allocator.ts';
import {GROUP_LETTERS, groupTheoryId, type Iin} from '../src/domain/ids.ts';
import {count, type Figure, median, type Say, timed} from './figures.ts';
import {syntheticCampaigns, syntheticIds} from './synthetic.ts';

const SEED = '5e'.repeat(32);
const ROUNDS = 5;
const campaigns = syntheticCampaigns(10);
const groups = campaigns.flatMap(({theoryId}) => GROUP_LETTERS.map((letter) => groupTheoryId(theoryId, letter)));

/** The same task for each: give every id one of the groups. Only ours makes the groups equally large. */
const WAYS: readonly {name: string; ids: number; assign: (ids: readonly Iin[]) => unknown}[] = [
  {name: 'allocate', ids: 1_000_000, assign: (ids) => allocate(campaigns, ids, aesKeystream(SEED))},
  {name: '@growthbook/growthbook, inline experiment', ids: 1_000_000, assign: withGrowthBook},
  {name: 'planout, UniformChoice', ids: 100_000, assign: withPlanOut},
];

/** Ids per second, the ways in turns; before the first round each has had one to warm up. */
export async function allocation(say: Say): Promise<Figure[]> {
  const ids = syntheticIds(1_000_000);
  const rates = WAYS.map((): number[] => []);
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [w, way] of WAYS.entries()) {
      const some = ids.slice(0, way.ids);
      const rate = way.ids / (await timed(() => way.assign(some)));
      if (round > 0) rates[w]!.push(rate);
    }
    say(round === 0 ? 'allocation: warm' : `allocation: round ${round} of ${ROUNDS}`);
  }
  const medians = rates.map(median);
  return WAYS.flatMap(({name, ids: n}, w): Figure[] => {
    const rate = {what: `${name}, ${count(n)} ids: ids per second`, measured: count(medians[w]!)};
    if (w === 0) return [{...rate, aim: 'at least 2,000,000'}];
    return [rate, {what: `allocate / ${name}`, measured: `${(medians[0]! / medians[w]!).toFixed(1)} x`}];
  });
}

function withGrowthBook(ids: readonly Iin[]): string[] {
  const client = new GrowthBookClient();
  const experiment = {key: 'daily-distribution', variations: groups as string[] as [string, string, ...string[]]};
  const assigned = ids.map((id) => client.runInlineExperiment(experiment, {attributes: {id}}).value);
  client.destroy();
  return assigned;
}

function withPlanOut(ids: readonly Iin[]): string[] {
  return ids.map((unit) => {
    const assignment = new planout.Assignment<{group: string}>('daily-distribution');
    assignment.set('group', new planout.Ops.Random.UniformChoice({choices: groups, unit}));
    return assignment.get('group');
  });
}
