import {expect} from 'chai';
import {assignmentKeys} from '../../src/adapters/crypto/assignment-keys.ts';
import {abandonRun} from '../../src/application/run/abandon-run.ts';
import {listIdOf} from '../../src/application/run/assignments/assignment-list.ts';
import {openAssignments} from '../../src/application/run/assignments/export-assignments.ts';
import type {RunDeps} from '../../src/application/run/run-request.ts';
import type {AllocationRule} from '../../src/domain/group-allocator.ts';
import type {BusinessDate} from '../../src/domain/ids.ts';
import {columnsOf, parseFactors} from '../../src/domain/strata.ts';
import {memoryUserSource} from '../support/memory/sources.ts';
import {testKey} from '../support/secrets.ts';
import {DAY_MS, makeWorld, syntheticUsers, type World} from '../support/world.ts';

const CAMPAIGN = 'SC00000001';
const RANDOM: AllocationRule = {method: 'random', factors: parseFactors('REGION')!};
const STRATIFIED: AllocationRule = {...RANDOM, method: 'stratified'};

async function runDay(world: World, day: number, allocation: AllocationRule, change: Partial<RunDeps> = {}) {
  const date = `2024-01-${15 + day}` as BusinessDate;
  world.source.users = syntheticUsers(47, day * 100);
  if (day > 0) world.clock.advance(DAY_MS);
  const users = memoryUserSource(() => world.source.users, columnsOf(allocation.factors));
  return (await world.run({users, allocation, ...change}, {next: {date, slot: null}})).at(-1)!;
}

async function listOf(world: World, change: Partial<RunDeps> = {}) {
  const list = await openAssignments({...world.deps, ...change}, CAMPAIGN);
  const people = [];
  for await (const batch of list.people()) people.push(...batch);
  return {...list, people};
}

/** Where the tables have the people of the campaign: `group iin`. */
const standing = (world: World) =>
  (['SC_local_control', 'SC_local_target'] as const)
    .flatMap((table) => world.tables.get(table)!)
    .filter(({theoryId}) => theoryId.startsWith(CAMPAIGN))
    .map(({theoryId, iin}) => `${'ABCDE'[Number(theoryId.at(-1)) - 1]} ${iin}`)
    .sort();

const placed = (people: readonly {group: string; iin: string}[]) =>
  people.map(({group, iin}) => `${group} ${iin}`).sort();

describe('the analysis list of a campaign', () => {
  for (const rule of [RANDOM, STRATIFIED]) {
    it(`names each person once, with stratum and probabilities, after the rosters are gone: ${rule.method}`, async () => {
      const world = makeWorld({listDays: 30});
      for (const day of [0, 1, 2]) await runDay(world, day, rule);
      for (const id of await world.deps.rosters.ids())
        if (!id.startsWith('list')) await world.deps.rosters.destroyKey(id);
      const {people, runs, missing} = await listOf(world);
      expect([runs.length, missing]).to.deep.equal([3, []]);
      expect(placed(people)).to.deep.equal(standing(world));
      for (const {iin, stratum, p_campaign, p_group, date, run, row_present} of people) {
        expect(stratum).to.equal(regionOf(iin));
        expect(p_campaign).to.equal(23 / 47);
        expect(p_group).to.be.within(0.199 * (4 / 23), 1);
        expect([run, row_present]).to.deep.equal([`distribution-${date}`, true]);
      }
    });
  }

  it('says of everybody whether his row still stands, A included', async () => {
    const world = makeWorld({listDays: 30});
    await runDay(world, 0, RANDOM);
    for (const table of ['SC_local_control', 'SC_local_target'] as const) world.tables.get(table)!.splice(0, 2);
    const {people} = await listOf(world);
    expect(placed(people.filter((person) => person.row_present))).to.deep.equal(standing(world));
    expect(people).to.have.length(23);
  });

  it('has 1 / probability sum up to the size of the campaign in every group, on average over seeds', async () => {
    const sums = new Map<string, number>();
    const SEEDS = 60;
    for (let seed = 0; seed < SEEDS; seed++) {
      const world = makeWorld({listDays: 30});
      await runDay(world, 0, STRATIFIED, {keys: assignmentKeys(testKey(`seed ${seed}`))});
      for (const {group, p_group} of (await listOf(world)).people)
        sums.set(group, (sums.get(group) ?? 0) + 1 / p_group / SEEDS);
    }
    for (const letter of 'ABCDE') expect(sums.get(letter), letter).to.be.within(23 * 0.93, 23 * 1.07);
  });

  it('lists a random run by its roster where no list was made, and says of which runs it has nothing', async () => {
    const world = makeWorld({listDays: 0});
    await runDay(world, 0, RANDOM);
    await runDay(world, 1, RANDOM);
    await runDay(world, 2, STRATIFIED);
    await world.deps.rosters.destroyKey('distribution-2024-01-15/1');
    const {people, missing} = await listOf(world, {listDays: 30});
    expect(new Set(people.map(({run, p_group}) => `${run} ${p_group}`))).to.deep.equal(
      new Set(['distribution-2024-01-16 0.17391304347826086', 'distribution-2024-01-16 0.21739130434782608']),
    );
    expect(people.every(({iin, stratum}) => stratum === regionOf(iin))).to.equal(true);
    expect(missing).to.deep.equal([
      {run_id: 'distribution-2024-01-15', people: 23, reason: 'no_list'},
      {run_id: 'distribution-2024-01-17', people: 23, reason: 'no_list'},
    ]);
    const kept = (await listOf(world, {listDays: 0})).missing.map(({reason}) => reason);
    expect(kept, 'no term of 0 days is over').to.deep.equal(['no_list', 'no_list']);
    world.clock.advance(40 * DAY_MS);
    expect((await listOf(world, {listDays: 30})).missing.map(({reason}) => reason)).to.deep.equal([
      'term_over',
      'term_over',
    ]);
  });

  it('has of an abandoned run only whom it wrote', async () => {
    const world = makeWorld({listDays: 30});
    const {dssb_app: dssb} = world.deps.tables;
    const broken = {
      ...dssb,
      lock: (table: string, work: never) => {
        if (table === 'SC_local_target') throw new Error('the target table is broken');
        return dssb.lock(table as never, work);
      },
    } as typeof dssb;
    const {run_id} = await runDay(world, 0, RANDOM, {tables: {...world.deps.tables, dssb_app: broken}});
    await abandonRun(world.deps, {...world.request, id: run_id, reason: 'test'}, () => {});
    expect(placed((await listOf(world)).people)).to.deep.equal(standing(world));
    expect(standing(world)).to.have.length.greaterThan(0);
  });

  it('is not there for a campaign that nobody was dealt to', async () => {
    const world = makeWorld({listDays: 30});
    await runDay(world, 0, RANDOM);
    for (const name of ['SC00000009', 'nonsense'])
      expect(await openAssignments(world.deps, name).catch(({kind}) => kind)).to.equal('usage');
  });
});

describe("a run's list", () => {
  it('becomes unreadable LIST_DAYS after its date, however long its roster is kept', async () => {
    const world = makeWorld({listDays: 30});
    const list = listIdOf('distribution-2024-01-15/1');
    await runDay(world, 0, RANDOM);
    world.clock.advance(29 * DAY_MS);
    await world.run({}, {next: null});
    expect(await world.deps.rosters.ids()).to.deep.equal([list]);
    world.clock.advance(DAY_MS);
    await world.run({}, {next: null});
    expect(await world.deps.rosters.ids()).to.deep.equal([]);
  });

  it('goes with the roster of an attempt that died while planning', async () => {
    const world = makeWorld({listDays: 30});
    for (const id of ['distribution-2024-01-14/1', listIdOf('distribution-2024-01-14/1')])
      await world.deps.rosters.save(id, Buffer.from('key'), []);
    await world.run();
    const own = 'distribution-2024-01-15/1';
    expect(await world.deps.rosters.ids()).to.deep.equal([own, listIdOf(own)]);
  });
});

function regionOf(iin: string): string {
  return `R${((Number(iin) - 999900000000) % 100) % 3}`;
}
