import {expect} from 'chai';
import {showRun} from '../../src/application/events/query-runs.ts';
import {Failure} from '../../src/application/failure.ts';
import {abandonRun} from '../../src/application/run/abandon-run.ts';
import {rowsOfRuns} from '../../src/application/run/enrolment/rows-of-runs.ts';
import {previewDistribution} from '../../src/application/run/preview.ts';
import {runDistribution} from '../../src/application/run/run-distribution.ts';
import type {BusinessDate, IsoInstant, TheoryId} from '../../src/domain/ids.ts';
import {memoryUserSource} from '../support/memory/sources.ts';
import {DATE, DAY_MS, makeWorld, syntheticUsers, type World} from '../support/world.ts';

const RUN = `distribution-${DATE}`;
const SLOT = '2024-01-15T03:00:00.000Z' as IsoInstant;
const never = new AbortController().signal;

/** A source that fails in this way while the condition holds. */
function usersUntil({source}: World, isAway: () => boolean, failure: Failure) {
  return memoryUserSource(() => {
    if (isAway()) throw failure;
    return source.users;
  });
}

const withLock = ({deps}: World, table: string, lock: () => Promise<never>) => {
  const {dssb_app, spss} = deps.tables;
  const changed: typeof spss.lock = (name, work) => (name === table ? lock() : spss.lock(name, work));
  return {tables: {dssb_app: {...dssb_app, lock: changed}, spss: {...spss, lock: changed}}};
};
const away = () => Promise.reject(new Failure('unreachable', 'SPSS is away', {database: 'spss'}));

describe('the course of a run', () => {
  it('is told stage by stage, with the rows that are read and written so far', async () => {
    const world = makeWorld();
    await world.run();
    const told = world.progress.flatMap((it) => {
      if (it.type === 'stage') return it.stage;
      return it.type === 'rows' ? `${it.done} of ${it.total}` : [];
    });
    const [reading, writing] = [told.indexOf('getting_spss_users'), told.indexOf('inserting_users')];
    expect(told.filter((it) => !it.includes(' of '))).to.deep.equal([
      ...['getting_active_campaigns', 'getting_spss_users', 'distributing_users', 'inserting_users'],
    ]);
    expect(told.slice(reading + 1, writing)).to.include('23 of null');
    const written = told.slice(writing + 1).map((it) => Number.parseInt(it, 10));
    expect(told.at(-1)).to.equal('42 of 42');
    expect(written).to.deep.equal(written.toSorted((a, b) => a - b));
    for (const it of world.progress) if ('run' in it) expect(it.run).to.equal(RUN);
  });

  it('stops where it stands when it is asked to, as no failure of its own, and goes on later', async () => {
    const world = makeWorld();
    const stop = new AbortController();
    const {deps, request} = world;
    const observe = (it: {type: string}) => {
      if (it.type === 'rows' && world.rows().length > 0) stop.abort();
    };
    const failure = await runDistribution(deps, request, observe, stop.signal).catch((error) => error);
    expect(failure).to.include({kind: 'interrupted', message: `${RUN} was asked to stop`});
    expect(failure.advice).to.equal('softcollection resume');
    const types = (await deps.events.read(RUN)).map(({type}) => type);
    expect(types).to.include('GroupWritten').and.not.to.include('RunFailed');
    await world.run({}, {next: null});
    expect(await showRun(deps, RUN)).to.include({status: 'completed'});
  });

  it('names the stage in which it failed, and without a plan advises a new run, for there is nothing to resume', async () => {
    const advice = 'then softcollection resume';
    for (const [stage, advised, change] of [
      [
        'getting_spss_users',
        'then softcollection run',
        (world: World) => ({
          users: usersUntil(world, () => true, new Failure('refused', 'no', {advice})),
        }),
      ],
      [
        'inserting_users',
        advice,
        (world: World) =>
          withLock(world, 'SC_local_target', () => Promise.reject(new Failure('refused', 'no', {advice}))),
      ],
    ] as const) {
      const world = makeWorld();
      const [report] = await world.run(change(world));
      expect(report!.error).to.include({stage, advice: advised, kind: 'refused'});
    }
  });

  it('waits for its database as long as a slot has time, and no longer; a manual run does not', async () => {
    const courseOf = async (slot: IsoInstant | null, awayMs: number, graceMs: number) => {
      const world = makeWorld();
      const until = world.clock.now() + awayMs;
      const users = usersUntil(world, () => world.clock.now() < until, new Failure('unreachable', 'away'));
      const {status} = (await world.run({users, clock: world.clock}, {next: {date: DATE, slot}, graceMs}))[0]!;
      return `${status} after ${Math.floor((world.clock.now() - until + awayMs) / 3_600_000)} h`;
    };
    expect(await courseOf(SLOT, 2 * 3_600_000, 3 * 3_600_000)).to.equal('completed after 2 h');
    expect(await courseOf(SLOT, 5 * 3_600_000, 3 * 3_600_000)).to.equal('failed after 3 h');
    expect(await courseOf(null, 2 * 3_600_000, 3 * 3_600_000)).to.equal('failed after 0 h');
  });

  it('ends without a word where somebody has abandoned it meanwhile', async () => {
    const world = makeWorld();
    const {deps, request} = world;
    await world.run(withLock(world, 'SC_theory_users', away));
    const {origin, owner, zone} = request;
    const lease = {...deps.lease, isCurrent: async () => true};
    const abandoning = withLock(world, 'SC_theory_users', async () => {
      const free = {...deps.lease, acquire: async () => ({type: 'acquired' as const, epoch: 99})};
      await abandonRun({...deps, lease: free}, {id: RUN, reason: 'test', origin, owner, zone}, () => {});
      return undefined as never;
    });
    const rows = world.rows();
    await runDistribution({...deps, ...abandoning, lease}, {...request, next: null}, () => {}, never).catch(() => {});
    expect(await showRun(deps, RUN)).to.include({status: 'abandoned'});
    expect(world.rows()).to.deep.equal(rows);
  });

  it('deals nobody whom an unfinished run still owes, though no row of theirs stands anywhere', async () => {
    const world = makeWorld();
    const {deps, request} = world;
    await world.run(withLock(world, 'SC_local_control', away));
    expect(world.rows()).to.deep.equal([]);
    world.source.users.push(...syntheticUsers(4, 500));
    const {users} = await previewDistribution(deps, {...request, date: DATE}, () => {});
    expect(users).to.include({found: 27, enrolled: 23, distributed: 4});
  });
});

describe('a load of another size', () => {
  /** A second day of so many people, after a first of 23. */
  async function dayAfter(people: number, {isAbandoned = false} = {}) {
    const world = makeWorld();
    await world.run(isAbandoned ? withLock(world, 'SC_theory_users', away) : {});
    if (isAbandoned) {
      const {origin, owner, zone} = world.request;
      await abandonRun(world.deps, {id: RUN, reason: 'test', origin, owner, zone}, () => {});
    }
    world.clock.advance(DAY_MS);
    world.source.users = syntheticUsers(people, 500);
    return (await world.run({}, {next: {date: '2024-01-16' as BusinessDate, slot: null}}))[0]!;
  }

  it('stops the run for a person where it is more than ten times what completed runs had', async () => {
    expect(await dayAfter(230)).to.include({status: 'completed'});
    const {status, error} = await dayAfter(231);
    expect([status, error?.message]).to.deep.equal([
      ...['failed', '231 users are more than 10 times the median (23) of the last 1 completed runs'],
    ]);
  });

  it('is not compared with runs that did not end well', async () => {
    expect(await dayAfter(231, {isAbandoned: true})).to.include({status: 'completed'});
  });
});

describe('the rows of all runs', () => {
  const target = (n: number) => `SC_local_target SC00000001.${n}`;
  const rowsOf = async ({deps}: World) => (await rowsOfRuns(deps, ['SC00000001' as TheoryId])).ours;
  const sum = (rows: ReadonlyMap<string, number>, table: string) =>
    [...rows].filter(([key]) => key.includes(table)).reduce((total, [, n]) => total + n, 0);

  it('are what was planned, less what is owed, and less what abandoned runs never wrote', async () => {
    const world = makeWorld({users: 20, campaigns: 1});
    await world.run(withLock(world, 'SC_theory_users', away));
    const owing = await rowsOf(world);
    expect([sum(owing, 'control'), sum(owing, 'target'), sum(owing, 'theory_users')]).to.deep.equal([4, 16, 0]);
    const {origin, owner, zone} = world.request;
    await abandonRun(world.deps, {id: RUN, reason: 'test', origin, owner, zone}, () => {});
    const abandoned = await rowsOf(world);
    expect([sum(abandoned, 'control'), sum(abandoned, 'target'), sum(abandoned, 'theory_users')]).to.deep.equal([
      4, 16, 0,
    ]);
    world.source.users = syntheticUsers(10, 500);
    await world.run({}, {next: {date: DATE, slot: null}});
    const after = await rowsOf(world);
    expect([sum(after, 'control'), sum(after, 'target'), sum(after, 'theory_users')]).to.deep.equal([6, 24, 8]);
    expect([...after.keys()].some((key) => key.includes(target(2).split(' ')[1]!))).to.equal(true);
  });
});

describe('a date', () => {
  it('that is over is not planned any more: its people have moved on', async () => {
    const whole = makeWorld();
    await whole.run();
    const begun = makeWorld();
    await begun.deps.events.append(RUN, 0, (await whole.deps.events.read(RUN)).slice(0, 1));
    begun.clock.advance(DAY_MS);
    const [report] = await begun.run({}, {next: null});
    expect(report!.error).to.include({
      kind: 'expired',
      message: `the run of ${DATE} was interrupted before its plan; nothing of it was written`,
      advice: `nobody was distributed on ${DATE}: COUNT_DAY=6-30 takes in people of earlier days`,
    });
    const next = {date: '2024-01-16' as BusinessDate, slot: null};
    expect((await begun.run({}, {next})).at(-1)).to.include({status: 'completed'});
  });

  it('whose COUNT_DAY cannot be read any more is not planned by that of today', async () => {
    const whole = makeWorld();
    await whole.run();
    const [started] = await whole.deps.events.read(RUN);
    const world = makeWorld();
    const event = {...started!, data: {...(started!.data as object), countDay: 'five'}};
    await world.deps.events.append(RUN, 0, [event]);
    const [report] = await world.run({}, {next: null});
    expect(report!.error).to.include({
      kind: 'unexpected',
      message: 'the run was started with COUNT_DAY="five", which cannot be read',
      advice: 'nothing of it was written; start a new run: softcollection run',
    });
  });
});
