import {expect} from 'chai';
import {showRun} from '../../src/application/events/query-runs.ts';
import {readHistory} from '../../src/application/events/run-history.ts';
import {Failure} from '../../src/application/failure.ts';
import {destroyOldRosters, dueRosters} from '../../src/application/run/destroy-rosters.ts';
import {verifyRun} from '../../src/application/verify/verify-run.ts';
import type {RunSummary} from '../../src/domain/run-summary.ts';
import {DATE, DAY_MS, makeWorld, syntheticUsers} from '../support/world.ts';

const RUN = `distribution-${DATE}`;

describe('a roster', () => {
  it('is kept for ROSTER_DAYS after its run ended, then its key is destroyed once', async () => {
    const world = makeWorld();
    await world.run();
    const rosterId = (await readHistory(world.deps.events))[0]!.run.plan!.rosterId;
    world.clock.advance(6 * DAY_MS);
    await world.run();
    expect(await world.deps.rosters.wrappedKey(rosterId)).not.to.equal(null);
    world.clock.advance(DAY_MS);
    await world.run();
    expect(await world.deps.rosters.wrappedKey(rosterId)).to.equal(null);
    await world.run();
    expect(
      (await readHistory(world.deps.events))[0]!.events.filter(({type}) => type === 'RosterKeyDestroyed'),
    ).to.have.length(1);
  });

  it('is not needed to verify its run, even when later runs wrote to the same groups', async () => {
    const world = makeWorld();
    await world.run();
    world.source.users = syntheticUsers(31, 500);
    await world.run();
    for (const rosterId of await world.deps.rosters.ids()) await world.deps.rosters.destroyKey(rosterId);
    for (const id of ['distribution-2024-01-15', 'distribution-2024-01-15.2']) {
      const {ok, checks} = await verifyRun(world.deps, id);
      expect(ok, JSON.stringify(checks)).to.equal(true);
      expect(checks.find(({check}) => check === 'people')!.detail).to.contain('from the DSSB tables');
    }
  });

  it('that no plan names, left by an attempt that died while planning, is destroyed at once', async () => {
    const world = makeWorld();
    await world.deps.rosters.save('distribution-2024-01-14/1', Buffer.from('key'), []);
    await world.run();
    expect(await world.deps.rosters.ids()).to.deep.equal(['distribution-2024-01-15/1']);
  });

  it('of a later attempt is let alone by a worker that has been replaced', async () => {
    const world = makeWorld();
    await world.deps.rosters.save('distribution-2024-01-16/9', Buffer.from('key'), []);
    await world.run();
    expect(await world.deps.rosters.ids()).to.include('distribution-2024-01-16/9');
  });
});

describe('a roster that is due', () => {
  const run = (change: object): RunSummary =>
    ({isFinished: true, rosterId: 'x/1', report: {ended_at: '2024-01-15T03:00:00.000Z'}, ...change}) as never;
  const ended = Date.parse('2024-01-15T03:00:00.000Z');

  it('is that of a run which ended ROSTER_DAYS ago, to the millisecond', () => {
    expect(dueRosters([run({})], ended + 7 * DAY_MS, 7)).to.have.length(1);
    expect(dueRosters([run({})], ended + 7 * DAY_MS - 1, 7)).to.have.length(0);
  });

  it('is none of a run that goes on, has none, or has not ended', () => {
    const others = [run({isFinished: false}), run({rosterId: null}), run({report: {ended_at: null}})];
    expect(dueRosters(others, ended + 99 * DAY_MS, 7)).to.deep.equal([]);
  });

  it('is kept when the log names it, though the read model has lost its run', async () => {
    const world = makeWorld();
    await world.run();
    const {deps, request} = world;
    const runs = {...deps.runs, open: async () => []};
    await destroyOldRosters({...deps, runs}, request.origin, () => {}, 99);
    expect(await deps.rosters.ids()).to.deep.equal([`${RUN}/1`]);
    await deps.rosters.save(`${RUN}/2`, Buffer.from('key'), []);
    await destroyOldRosters({...deps, runs}, request.origin, () => {}, 99);
    expect(await deps.rosters.ids()).to.deep.equal([`${RUN}/1`]);
  });

  it('is kept of a run that owes, however long ago it began', async () => {
    const world = makeWorld();
    const lock = () => Promise.reject(new Failure('unreachable', 'away', {database: 'spss'}));
    await world.run({tables: {...world.deps.tables, spss: {...world.deps.tables.spss, lock}}});
    world.clock.advance(30 * DAY_MS);
    const {deps, request} = world;
    await destroyOldRosters(deps, request.origin, () => {}, 99);
    expect(await deps.rosters.wrappedKey(`${RUN}/1`)).not.to.equal(null);
    await world.run({}, {next: null});
    expect(await showRun(deps, RUN)).to.include({status: 'completed'});
  });
});
