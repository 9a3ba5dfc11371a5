import {expect} from 'chai';
import {assignmentKeys} from '../../src/adapters/crypto/assignment-keys.ts';
import {Failure} from '../../src/application/failure.ts';
import {type VerifyDeps, verifyRun} from '../../src/application/verify/verify-run.ts';
import type {Check} from '../../src/application/verify/verify-table.ts';
import type {BusinessDate} from '../../src/domain/ids.ts';
import type {DistributionPlan} from '../../src/domain/run-events.ts';
import {TABLES} from '../../src/domain/tables.ts';
import {alteredStore, forged} from '../support/altered-events.ts';
import type {GroupRow} from '../support/memory/group-tables.ts';
import {brokenUsers, DATE, DAY_MS, makeWorld, syntheticUsers, type World} from '../support/world.ts';

const RUN = `distribution-${DATE}`;
const STRANGER = '999900009999';

/** A completed run of 23 people over two campaigns, and what `verify` stands on. */
async function completedWorld(change: Partial<World['deps']> = {}): Promise<World> {
  const world = makeWorld();
  const [report] = await world.run(change);
  expect(report!.status).to.equal('completed');
  return world;
}

/** What is said of a check. */
async function detailOf(world: World, name: Check['check'], change: Partial<VerifyDeps> = {}) {
  return (await verifyRun({...world.deps, ...change}, RUN)).checks.find(({check}) => check === name)?.detail;
}

/** The names of the checks that fail. */
async function disproved(world: World, change: Partial<VerifyDeps> = {}): Promise<string[]> {
  const {ok, checks} = await verifyRun({...world.deps, ...change}, RUN);
  const failed = checks.filter((it) => !it.ok).map(({check}) => check);
  expect(ok).to.equal(failed.length === 0);
  return failed;
}

const withPlan = async ({deps}: World, change: (plan: DistributionPlan) => DistributionPlan) => ({
  events: await alteredStore(deps.events, [RUN], forged('DistributionPlanned', change)),
});

describe('verify', () => {
  it('proves a run whose rows, roster, seed and log belong together, and says on what ground', async () => {
    const {run_id, ok, checks} = await verifyRun((await completedWorld()).deps, null);
    expect(checks.map(({check, detail}) => `${check}: ${detail}`)).to.deep.equal([
      'chain: 24 events of 1 run follow from each other',
      "seed: is the run id's under this secret",
      'people: 23 from the roster',
      'plan: rebuilt from people and seed: the same',
      'SC_local_control: 4 rows are those planned',
      'SC_local_target: 19 rows are those planned',
      'SC_theory_users: 19 rows are those planned',
    ]);
    expect([run_id, ok]).to.deep.equal([RUN, true]);
  });

  it('knows no run that was never made, and none at all before the first', async () => {
    const {deps} = makeWorld();
    for (const [id, message] of [
      [null, 'there is no planned run yet'],
      [RUN, `there is no run ${RUN}`],
    ] as const)
      expect(await verifyRun(deps, id).catch((failure) => failure)).to.include({
        ...{kind: 'usage', message},
        advice: 'softcollection runs list',
      });
  });

  it('proves the run that is named, though a later one is wrong and another has no plan', async () => {
    const world = await completedWorld();
    await world.run({}, {next: {date: DATE, slot: null}});
    world.source.users = syntheticUsers(40, 500);
    await world.run({}, {next: {date: DATE, slot: null}});
    world.tables.get('SC_local_target')!.pop();
    const proofs = [];
    for (const id of [RUN, `${RUN}.2`, `${RUN}.3`]) proofs.push(await verifyRun(world.deps, id));
    expect(proofs.map(({run_id, ok}) => [run_id, ok])).to.deep.equal([
      [RUN, true],
      [`${RUN}.2`, true],
      [`${RUN}.3`, false],
    ]);
    expect((await verifyRun(world.deps, null)).run_id).to.equal(`${RUN}.3`);
  });

  it('has nothing to prove but the log of a run that made no plan', async () => {
    const world = makeWorld();
    const [report] = await world.run({users: brokenUsers()});
    expect(report!.status).to.equal('failed');
    const {ok, checks} = await verifyRun(world.deps, RUN);
    expect([ok, checks.map(({check}) => check)]).to.deep.equal([true, ['chain']]);
  });

  it('disproves a seed that somebody chose, although people were dealt by it', async () => {
    const {keys} = makeWorld().deps;
    const world = await completedWorld({keys: {...keys, seedOf: () => '5e'.repeat(32)}});
    expect(await disproved(world)).to.deep.equal(['seed']);
    expect(await detailOf(world, 'seed')).to.equal("is not the run id's under this secret");
  });

  it('proves nothing under another ASSIGNMENT_SECRET', async () => {
    const world = await completedWorld();
    const change = {keys: assignmentKeys('c3'.repeat(32))};
    expect(await disproved(world, change)).to.deep.equal(['seed']);
    expect(await detailOf(world, 'seed', change)).to.match(
      /^made under another ASSIGNMENT_SECRET \(fingerprint \w+\); name it in ASSIGNMENT_SECRET_OLD$/,
    );
  });

  it('proves a run of a former ASSIGNMENT_SECRET as long as that is named, and disproves it as before', async () => {
    const world = await completedWorld();
    const named = {keys: assignmentKeys('c3'.repeat(32), 'd4'.repeat(32), 'a1'.repeat(32))};
    expect(await disproved(world, named)).to.deep.equal([]);
    const {keys} = makeWorld().deps;
    const chosen = await completedWorld({keys: {...keys, seedOf: () => '5e'.repeat(32)}});
    expect(await disproved(chosen, named)).to.deep.equal(['seed']);
  });

  it('disproves a number of people that the roster has not', async () => {
    const world = await completedWorld();
    const change = await withPlan(world, (plan) => ({...plan, users: {...plan.users, distributed: 24}}));
    expect(await disproved(world, change)).to.deep.equal(['people']);
    expect(await detailOf(world, 'people', change)).to.equal('23 from the roster');
  });

  it('disproves a plan that people and seed do not give', async () => {
    const world = await completedWorld();
    for (const change of [
      (plan: DistributionPlan) => ({...plan, planDigest: plan.planDigest.replaceAll(/./g, '0')}),
      (plan: DistributionPlan) => ({...plan, campaigns: plan.campaigns.toReversed()}),
    ]) {
      const events = await withPlan(world, change);
      expect(await disproved(world, events)).to.include('plan');
      expect(await detailOf(world, 'plan', events)).to.equal('rebuilt from people and seed: another');
    }
  });

  it('disproves other people in the roster, as many as there were', async () => {
    const world = await completedWorld();
    const {cipher} = world.deps;
    const unwrap: typeof cipher.unwrap = (wrapped, rosterId) => {
      const key = cipher.unwrap(wrapped, rosterId);
      return {...key, open: (...sealed) => key.open(...sealed).replace(/"9999\d{8}"/, `"${STRANGER}"`)};
    };
    expect(await disproved(world, {cipher: {...cipher, unwrap}})).to.include.members(['plan', 'SC_local_control']);
  });

  it('disproves a changed event that leaves the chain as it was', async () => {
    const world = await completedWorld();
    const change = (events: readonly {type: string}[]) =>
      events.map((event) => (event.type === 'RunStarted' ? {...event, actor: 'somebody else'} : event));
    const events = await alteredStore(world.deps.events, [RUN], change as never);
    expect(await disproved(world, {events})).to.deep.equal(['chain']);
  });

  const hands: Record<string, (rows: GroupRow[]) => void> = {
    'a lost row': (rows) => void rows.pop(),
    'a row of somebody else': (rows) => void rows.push({...rows[0]!, iin: STRANGER}),
    'a row without an IIN': (rows) => void rows.push({...rows[0]!, iin: null}),
    'a doubled row': (rows) => void rows.push({...rows[0]!}),
    'somebody in place of another': (rows) => void rows.splice(0, 1, {...rows[0]!, iin: STRANGER}),
    'somebody moved to another group': (rows) => void rows.splice(0, 1, {...rows[0]!, theoryId: rows.at(-1)!.theoryId}),
    'a row from before the run': (rows) =>
      void rows.splice(0, 1, {...rows[0]!, insertDatetime: '2024-01-15 08:59:59' as never}),
  };
  for (const table of TABLES)
    for (const [what, hand] of Object.entries(hands))
      it(`disproves ${what} in ${table}, with the roster and without`, async () => {
        const world = await completedWorld();
        hand(world.tables.get(table)!);
        expect(await disproved(world)).to.deep.equal([table]);
        await world.deps.rosters.destroyKey(`${RUN}/1`);
        expect(await disproved(world)).not.to.deep.equal([]);
      });

  it('disproves a control person in SPSS', async () => {
    const world = await completedWorld();
    world.tables.get('SC_theory_users')!.push(world.tables.get('SC_local_control')![0]!);
    expect(await disproved(world)).to.deep.equal(['SC_theory_users']);
  });

  it('proves a later day with what earlier days carried, and disproves other totals', async () => {
    const world = makeWorld({users: 3, campaigns: 1});
    await world.run();
    world.source.users = syntheticUsers(4, 100);
    const [report] = await world.run({}, {next: {date: DATE, slot: null}});
    const sizes = Object.values(report!.campaigns[0]!.groups).map(({users_count}) => users_count);
    expect(sizes).to.deep.equal([1, 1, 0, 1, 1]);
    expect((await verifyRun(world.deps, report!.run_id)).ok).to.equal(true);
    const forget = forged('DistributionPlanned', (plan: DistributionPlan) => ({
      ...plan,
      campaigns: plan.campaigns.map((campaign) => ({
        ...campaign,
        groups: campaign.groups.map((group) => ({...group, carried: 0})),
      })),
    }));
    const events = await alteredStore(world.deps.events, [report!.run_id], forget);
    const {checks} = await verifyRun({...world.deps, events}, report!.run_id);
    expect(checks.filter(({ok}) => !ok).map(({check}) => check)).to.include('plan');
  });

  it('takes what is owed for nothing lost, and says how much it is', async () => {
    const world = makeWorld();
    const lock = () => Promise.reject(new Failure('unreachable', 'away', {database: 'spss'}));
    await world.run({tables: {...world.deps.tables, spss: {...world.deps.tables.spss, lock}}});
    expect(await disproved(world)).to.deep.equal([]);
    const {checks} = await verifyRun(world.deps, RUN);
    expect(checks.at(-1)!.detail).to.equal('0 rows are those planned, 19 are still owed');
  });

  it('proves from the tables alone once the roster is destroyed', async () => {
    const world = await completedWorld();
    await world.deps.rosters.destroyKey(`${RUN}/1`);
    const {ok, checks} = await verifyRun(world.deps, RUN);
    expect([ok, checks.find(({check}) => check === 'people')!.detail]).to.deep.equal([true, '23 from the DSSB tables']);
  });

  it('proves each of several days from the tables alone, one of which made no plan', async () => {
    const world = await completedWorld();
    for (const [n, change] of [{}, {users: brokenUsers()}, {}].entries()) {
      world.clock.advance(DAY_MS);
      world.source.users = syntheticUsers(40, 500 + n * 100);
      await world.run(change, {next: {date: `2024-01-${16 + n}` as BusinessDate, slot: null}});
    }
    for (const day of [15, 16, 18]) {
      const id = `distribution-2024-01-${day}`;
      const plan = (await world.deps.events.read(id)).find(({type}) => type === 'DistributionPlanned');
      await world.deps.rosters.destroyKey((plan!.data as DistributionPlan).rosterId);
      const {checks} = await verifyRun(world.deps, id);
      expect(checks.filter(({ok}) => !ok)).to.deep.equal([]);
      expect(checks.find(({check}) => check === 'people')?.detail).to.equal(
        `${day === 15 ? 23 : 40} from the DSSB tables`,
      );
    }
  });
});
