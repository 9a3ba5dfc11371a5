import {expect} from 'chai';
import {runEvents} from '../../src/application/events/query-runs.ts';
import {abandonRun} from '../../src/application/run/abandon-run.ts';
import {verifyRun} from '../../src/application/verify/verify-run.ts';
import {type AllocationRule, allocate} from '../../src/domain/group-allocator.ts';
import type {BusinessDate, RunId} from '../../src/domain/ids.ts';
import type {DistributionPlan} from '../../src/domain/run-events.ts';
import {columnsOf, parseFactors} from '../../src/domain/strata.ts';
import {memoryUserSource, type SourceRow} from '../support/memory/sources.ts';
import {DATE, DAY_MS, makeWorld, syntheticUsers, type World} from '../support/world.ts';

const rule = (text: string, method: AllocationRule['method'] = 'stratified'): AllocationRule => ({
  method,
  factors: parseFactors(text) ?? [],
});

/** Runs a day of 60 other people under a rule. */
async function runDay(world: World, day: number, allocation: AllocationRule, change: object = {}) {
  const date = `2024-01-${15 + day}` as BusinessDate;
  world.source.users = syntheticUsers(60, day * 100);
  if (day > 0) world.clock.advance(DAY_MS);
  const users = memoryUserSource(() => world.source.users, columnsOf(allocation.factors));
  return (await world.run({users, allocation, ...change}, {next: {date, slot: null}})).at(-1)!;
}

async function planOf(world: World, run: string): Promise<DistributionPlan> {
  const stored = await runEvents(world.deps.events, run, {showSeed: true});
  return stored.find(({type}) => type === 'DistributionPlanned')!.data as DistributionPlan;
}

const sumOf = (counts: readonly (readonly number[])[]) => counts.flat().reduce((sum, n) => sum + n, 0);

describe('a stratified run', () => {
  const BY_REGION = rule('REGION');

  it('gives each campaign and group its part of each stratum, and carries its counts to the next day', async () => {
    const world = makeWorld({campaigns: 2});
    for (const day of [0, 1, 2]) {
      const {run_id, status} = await runDay(world, day, BY_REGION);
      expect(status).to.equal('completed');
      const {allocation} = await planOf(world, run_id);
      expect(allocation?.strata).to.deep.equal(['R0', 'R1', 'R2']);
      for (const {standing, today} of Object.values(allocation!.campaigns)) {
        expect(today).to.deep.equal([
          [2, 2, 2, 2, 2],
          [2, 2, 2, 2, 2],
          [2, 2, 2, 2, 2],
        ]);
        expect(standing).to.deep.equal(today.map((cells) => cells.map((n) => n * day)));
      }
      expect((await verifyRun(world.deps, run_id)).checks.filter(({ok}) => !ok)).to.deep.equal([]);
    }
  });

  it('begins anew when strata are defined otherwise, and looks past a day on which a campaign did not run', async () => {
    const world = makeWorld({campaigns: 2});
    const first = (await runDay(world, 0, BY_REGION)).campaigns[1]!;
    const all = world.source.theories;
    world.source.theories = all.slice(0, 1);
    await runDay(world, 1, BY_REGION);
    world.source.theories = all;
    const back = await planOf(world, (await runDay(world, 2, BY_REGION)).run_id);
    const standing = Object.values(back.allocation!.campaigns).map((tables) => sumOf(tables.standing));
    expect(standing).to.deep.equal([30 + 60, first.total_users]);
    const other = await planOf(world, (await runDay(world, 3, rule('sex'))).run_id);
    expect(Object.values(other.allocation!.campaigns).map((tables) => sumOf(tables.standing))).to.deep.equal([0, 0]);
  });

  it('counts of an abandoned run only the groups that were written to DSSB', async () => {
    const world = makeWorld({campaigns: 1});
    const dssb = world.deps.tables.dssb_app;
    const broken = {
      ...dssb,
      lock: (table: string, work: never) => {
        if (table === 'SC_local_target') throw new Error('the target table is broken');
        return dssb.lock(table as never, work);
      },
    };
    const tables = {...world.deps.tables, dssb_app: broken as typeof dssb};
    const {run_id, status} = await runDay(world, 0, BY_REGION, {tables});
    expect(status).to.equal('failed');
    const {origin, owner, zone} = world.request;
    await abandonRun(world.deps, {id: run_id, reason: 'test', origin, owner, zone}, () => {});
    const {allocation} = await planOf(world, (await runDay(world, 1, BY_REGION)).run_id);
    const standing = Object.values(allocation!.campaigns)[0]?.standing;
    expect(standing).to.deep.equal([0, 1, 2].map(() => [4, 0, 0, 0, 0]));
  });

  it('writes the same rows when it is resumed, though the source has other people by then', async () => {
    const whole = makeWorld({campaigns: 2});
    await runDay(whole, 0, BY_REGION);
    const world = makeWorld({campaigns: 2});
    const spss = {...world.deps.tables.spss, lock: () => Promise.reject(new Error('away'))};
    await runDay(world, 0, BY_REGION, {tables: {...world.deps.tables, spss}});
    world.source.users = [{iin: '999911111111', countDay: 5}];
    await world.run({}, {next: null});
    expect(world.rows()).to.deep.equal(whole.rows());
  });

  it('is checked by its digests once the columns are gone with the roster, and a moved row is found', async () => {
    const world = makeWorld({campaigns: 1});
    const {run_id} = await runDay(world, 0, BY_REGION);
    await world.deps.rosters.destroyKey((await planOf(world, run_id)).rosterId);
    const checkOf = async () => (await verifyRun(world.deps, run_id)).checks.find(({check}) => check === 'plan');
    const ground =
      "not dealt again, for what STRATIFY_BY asks of people is gone with the roster: by the plan's digests";
    expect(await checkOf()).to.deep.include({ok: true, detail: `${ground} every group has its people`});
    const [row] = world.tables.get('SC_local_target')!;
    world.tables.get('SC_local_target')!.splice(0, 1, {...row!, iin: '999922222222'});
    expect(await checkOf()).to.deep.include({ok: false, detail: `${ground} ${row!.theoryId} differ`});
  });

  it('does not verify when its counts were altered, nor when it was dealt by chance', async () => {
    const world = makeWorld({campaigns: 1});
    const {run_id} = await runDay(world, 0, BY_REGION);
    const okWith = async (alter: (plan: DistributionPlan) => unknown) => {
      const {read} = world.deps.events;
      const events: typeof world.deps.events = {
        ...world.deps.events,
        read: async (...args) =>
          (await read(...args)).map((event) =>
            event.type === 'DistributionPlanned' ? {...event, data: alter(event.data as DistributionPlan)} : event,
          ),
      };
      const {checks} = await verifyRun({...world.deps, events}, run_id);
      return checks.find(({check}) => check === 'plan')?.ok;
    };
    expect(await okWith((plan) => plan)).to.equal(true);
    expect(await okWith((plan) => ({...plan, allocation: {...plan.allocation, method: 'random'}}))).to.equal(false);
    const campaigns = (await planOf(world, run_id)).allocation!.campaigns;
    const altered = Object.fromEntries(
      Object.entries(campaigns).map(([id, tables]) => [
        id,
        {...tables, standing: [[9, 9, 9, 9, 9], ...tables.standing.slice(1)]},
      ]),
    );
    expect(await okWith((plan) => ({...plan, allocation: {...plan.allocation, campaigns: altered}}))).to.equal(false);
  });

  it('takes of a person with several rows the same one in any order', async () => {
    const rows: SourceRow[] = [...syntheticUsers(30), ...syntheticUsers(30).map((row) => ({...row, region: 'Z'}))];
    const plans = [];
    for (const users of [rows, rows.toReversed()]) {
      const world = makeWorld({campaigns: 1});
      await world.run({users: memoryUserSource(() => users, ['REGION']), allocation: BY_REGION});
      plans.push((await planOf(world, `distribution-${DATE}`)).planDigest);
    }
    expect(plans[0]).to.equal(plans[1]);
  });

  it('warns of too many strata, and stops before its plan at a column of everybody’s own', async () => {
    const world = makeWorld({campaigns: 1});
    const own = (n: number) => syntheticUsers(n).map((row, i) => ({...row, region: `own ${i}`}));
    const some = await world.run({users: memoryUserSource(() => own(40), ['REGION']), allocation: BY_REGION});
    expect(some.at(-1)!.warnings).to.deep.include({kind: 'many_strata', strata: 40, people: 40});
    const many = makeWorld({campaigns: 1});
    const [report] = await many.run({users: memoryUserSource(() => own(5_001), ['REGION']), allocation: BY_REGION});
    expect(report).to.include({status: 'failed', plan_digest: null});
    expect(report!.error?.message).to.include('at most 5000');
  });

  it('shows its counts to admins only', async () => {
    const world = makeWorld({campaigns: 1});
    const {run_id} = await runDay(world, 0, BY_REGION);
    const shown = await runEvents(world.deps.events, run_id, {showSeed: false});
    const {allocation} = shown.find(({type}) => type === 'DistributionPlanned')!.data as {allocation: object};
    expect(allocation).to.deep.include({method: 'stratified', stratifyBy: 'REGION', campaigns: '[admins only]'});
  });
});

describe('a random run', () => {
  it('deals as ever, and only counts by strata', async () => {
    const world = makeWorld({campaigns: 2});
    const {run_id} = await runDay(world, 0, rule('sex,birth_decade', 'random'));
    const plan = await planOf(world, run_id);
    expect(plan.allocation).to.deep.include({method: 'random', strata: ['unknown / unknown']});
    const people = world.source.users.map(({iin}) => iin as never);
    const campaigns = plan.campaigns.map((campaign) => ({...campaign, theoryIds: []}));
    const {plan: shares, membersOf} = allocate(campaigns, people, world.deps.keys.keystream(plan.seed));
    const digests = shares.flatMap(({groups}) =>
      groups.map((group) => world.deps.keys.digest([group.theoryId, ...membersOf(group)])),
    );
    expect(plan.campaigns.flatMap(({groups}) => groups.map(({digest}) => digest))).to.deep.equal(digests);
    expect((await verifyRun(world.deps, run_id as RunId)).ok).to.equal(true);
  });
});
