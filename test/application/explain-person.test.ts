import {expect} from 'chai';
import {assignmentKeys} from '../../src/adapters/crypto/assignment-keys.ts';
import {Failure} from '../../src/application/failure.ts';
import {abandonRun} from '../../src/application/run/abandon-run.ts';
import {listIdOf} from '../../src/application/run/assignments/assignment-list.ts';
import {openAssignments} from '../../src/application/run/assignments/export-assignments.ts';
import type {RunDeps} from '../../src/application/run/run-request.ts';
import {type Explanation, openExplanation} from '../../src/application/verify/explain-person.ts';
import type {AllocationRule} from '../../src/domain/group-allocator.ts';
import type {Iin} from '../../src/domain/ids.ts';
import {columnsOf, parseFactors} from '../../src/domain/strata.ts';
import {alteredStore, forged} from '../support/altered-events.ts';
import {memoryUserSource} from '../support/memory/sources.ts';
import {DATE, makeWorld, syntheticUsers, type World} from '../support/world.ts';

const RUN = `distribution-${DATE}`;
const ROSTER = `${RUN}/1`;
const RANDOM: AllocationRule = {method: 'random', factors: parseFactors('sex')!};
const BY_REGION: AllocationRule = {method: 'stratified', factors: parseFactors('REGION')!};
const NOBODY = '990990000001' as Iin;

/** A run of 47 people over two campaigns. */
async function ran(allocation: AllocationRule, change: Partial<RunDeps> = {}): Promise<World> {
  const world = makeWorld({listDays: 30});
  world.source.users = syntheticUsers(47);
  const users = memoryUserSource(() => world.source.users, columnsOf(allocation.factors));
  await world.run({users, allocation, ...change});
  return world;
}

async function explain(world: World, iin: Iin, change: Partial<RunDeps> = {}, id = RUN): Promise<Explanation> {
  const {explain} = await openExplanation({...world.deps, ...change}, id);
  const explanation = await explain(iin);
  expect(JSON.stringify(explanation)).to.not.include(iin);
  return explanation;
}

async function dealt(world: World, iin: Iin, change: Partial<RunDeps> = {}) {
  const explanation = await explain(world, iin, change);
  if (explanation.status !== 'dealt') throw new Error(`it is ${explanation.status}`);
  return explanation;
}

const failed = ({checks}: {checks: readonly {check: string; ok: boolean}[]}) =>
  checks.flatMap(({check, ok}) => (ok ? [] : [check]));

const someone = ({source}: World) => source.users[11]!.iin as Iin;

describe('what a run did with one person', () => {
  for (const rule of [RANDOM, BY_REGION]) {
    it(`is what tables and analysis list say of everybody, by roster, list and tables: ${rule.method}`, async () => {
      const world = await ran(rule);
      const listed = [];
      for await (const batch of (await openAssignments(world.deps, 'SC00000001')).people()) listed.push(...batch);
      for await (const batch of (await openAssignments(world.deps, 'SC00000002')).people()) listed.push(...batch);
      expect(listed).to.have.length(47);
      for (const destroyed of [null, ROSTER]) {
        if (destroyed) await world.deps.rosters.destroyKey(destroyed);
        for (const {iin, campaign, group, stratum, p_campaign, p_group} of listed) {
          const told = await dealt(world, iin);
          expect(told).to.include({ok: true, source: destroyed ? 'the list' : 'the roster', campaign, group, p_group});
          expect([told.stratum, told.p_campaign]).to.deep.equal([stratum, p_campaign]);
          expect(told.place.in_stratum === null).to.equal(rule.method === 'random');
          expect(told.rows.every(({theory_id}) => theory_id === told.theory_id)).to.equal(true);
          expect(told.rows).to.have.length(group === 'A' ? 1 : 2);
        }
      }
      const before = await dealt(world, listed[5]!.iin);
      await world.deps.rosters.destroyKey(listIdOf(ROSTER));
      const after = await explain(world, listed[5]!.iin);
      if (rule === BY_REGION) expect(after).to.include({status: 'gone', ok: false});
      else expect({...after, source: '', checks: []}).to.deep.equal({...before, source: '', checks: []});
    });
  }

  it('cannot be told once the keys are destroyed and a row is gone: only who stands where', async () => {
    const world = await ran(RANDOM, {listDays: 0});
    await world.deps.rosters.destroyKey(ROSTER);
    const {rows} = await dealt(world, someone(world));
    const table = world.tables.get('SC_local_target')!;
    table.splice(
      table.findIndex(({iin}) => iin !== someone(world)),
      1,
    );
    expect(await explain(world, someone(world))).to.deep.equal({run_id: RUN, status: 'gone', ok: false, rows});
  });

  it('is nothing for who was not dealt, whatever the reason, and the counts are said', async () => {
    const world = await ran(RANDOM);
    const {plan} = (await world.deps.events.read(RUN)).flatMap(({type, data}) =>
      type === 'DistributionPlanned' ? [{plan: data as {users: object}}] : [],
    )[0]!;
    const none = {run_id: RUN, status: 'not_dealt', ok: true, rows: []};
    expect(await explain(world, NOBODY)).to.deep.equal({...none, users: plan.users});
    world.source.users = [];
    await world.run();
    const skipped = `${RUN}.2`;
    expect(await explain(world, someone(await ran(RANDOM)), {}, skipped)).to.deep.equal({
      ...none,
      run_id: skipped,
      users: null,
    });
    world.source.users = syntheticUsers(9, 500);
    await world.run();
    const earlier = await explain(world, '999900000011' as Iin, {}, `${RUN}.3`);
    expect([earlier.status, earlier.rows.length > 0]).to.deep.equal(['not_dealt', true]);
  });

  it('disagrees with a row that is lost, moved or doubled, in each table of the group', async () => {
    for (const hand of ['lost', 'moved', 'doubled']) {
      const world = await ran(RANDOM);
      const {rows} = await dealt(world, someone(world));
      for (const {table} of rows) {
        const stored = world.tables.get(table)!;
        const at = stored.findIndex(({iin}) => iin === someone(world));
        const own = stored[at]!;
        const others = {lost: [], moved: [{...own, theoryId: 'SC00000002.5' as never}], doubled: [own, own]}[hand]!;
        if (own.theoryId === ('SC00000002.5' as never)) throw new Error('take another person');
        stored.splice(at, 1, ...others);
        expect(failed(await dealt(world, someone(world))), `${hand} ${table}`).to.deep.equal([table]);
        stored.splice(at, others.length, own);
      }
      expect((await dealt(world, someone(world))).ok).to.equal(true);
    }
  });

  it('disagrees with another plan or seed, and with a changed log', async () => {
    const world = await ran(RANDOM);
    const change = async (to: (plan: never) => unknown) => ({
      events: await alteredStore(world.deps.events, [RUN], forged('DistributionPlanned', to)),
    });
    const plan = await change((it: object) => ({...it, planDigest: '0'}));
    expect(failed(await dealt(world, someone(world), plan))).to.deep.equal(['plan']);
    const seed = await change((it: object) => ({...it, seed: '5e'.repeat(32)}));
    expect(failed(await dealt(world, someone(world), seed))).to.include.members(['seed', 'plan']);
    const unchained = await alteredStore(world.deps.events, [RUN], (stored) =>
      stored.map((event) => (event.type === 'RunStarted' ? {...event, actor: 'somebody'} : event)),
    );
    expect(failed(await dealt(world, someone(world), {events: unchained}))).to.deep.equal(['chain']);
  });

  it('disagrees with a roster in which two people of different groups have changed places', async () => {
    const world = await ran(RANDOM);
    const own = await dealt(world, someone(world));
    let other = someone(world);
    for (const {iin} of world.source.users)
      if ((await dealt(world, iin as Iin)).theory_id !== own.theory_id) other = iin as Iin;
    const swapped: Readonly<Record<string, string>> = {[someone(world)]: other, [other]: someone(world)};
    const {cipher} = world.deps;
    const unwrap: typeof cipher.unwrap = (...wrapped) => {
      const key = cipher.unwrap(...wrapped);
      const swap = (text: string) => text.replace(/(?<=")9999\d{8}(?=")/g, (iin) => swapped[iin] ?? iin);
      return {...key, open: (...sealed) => swap(key.open(...sealed))};
    };
    expect(failed(await dealt(world, someone(world), {cipher: {...cipher, unwrap}}))).to.deep.equal(['people']);
  });

  it('takes owed rows, and those of a run that was given up, for nothing wrong', async () => {
    const lock = () => Promise.reject(new Failure('unreachable', 'away', {database: 'spss'}));
    const world = makeWorld();
    await world.run({tables: {...world.deps.tables, spss: {...world.deps.tables.spss, lock}}});
    const target = world.tables.get('SC_local_target')![0]!.iin as Iin;
    const owed = await dealt(world, target);
    expect([owed.ok, owed.checks.at(-1)!.detail]).to.deep.equal([true, 'stands nowhere: the row is still owed']);
    await abandonRun(world.deps, {...world.request, id: RUN, reason: 'test'}, () => {});
    const given = await dealt(world, target);
    expect([given.ok, given.checks.at(-1)!.detail]).to.deep.equal([
      true,
      'stands nowhere: the run was given up before it',
    ]);
  });

  it('is not told under another secret, nor of a run that is not there', async () => {
    const world = await ran(RANDOM);
    const keys = assignmentKeys('c3'.repeat(32));
    const refusal = await explain(world, someone(world), {keys}).catch((failure) => failure);
    expect(refusal).to.include({kind: 'configuration', message: `${RUN} was made under another ASSIGNMENT_SECRET`});
    const named = assignmentKeys('c3'.repeat(32), 'a1'.repeat(32));
    expect((await explain(world, someone(world), {keys: named})).ok).to.equal(true);
    expect(await openExplanation(world.deps, `${RUN}.9`).catch(({kind}) => kind)).to.equal('usage');
  });
});
