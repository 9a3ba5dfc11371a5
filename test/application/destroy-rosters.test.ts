import {expect} from 'chai';
import {readHistory} from '../../src/application/events/run-history.ts';
import {verifyRun} from '../../src/application/verify/verify-run.ts';
import {makeWorld, syntheticUsers} from '../support/world.ts';

const DAY_MS = 86_400_000;

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
