import {expect} from 'chai';
import {showRun} from '../../src/application/events/query-runs.ts';
import {Failure} from '../../src/application/failure.ts';
import type {RunDeps} from '../../src/application/run/run-request.ts';
import {makeServiceWorld} from '../support/service-world.ts';
import {syntheticUsers} from '../support/world.ts';

/** 23:30 in Almaty; its grace ends at 02:30 of the next day. */
const SLOT = '2024-01-15T17:30:00Z';
const MIDNIGHT = Date.parse('2024-01-15T18:00:00Z');

/** A service whose people are the next day's from midnight on. */
async function overMidnight(users: (world: ReturnType<typeof makeServiceWorld>) => RunDeps['users']) {
  const world = makeServiceWorld('2024-01-15T17:00:00Z', {users: 10, cron: '30 23 * * *'});
  const service = world.start({deps: {users: users(world)}});
  await world.until(SLOT);
  await world.until('2024-01-15T18:20:00Z');
  world.source.users = syntheticUsers(40, 500);
  await world.until('2024-01-15T20:00:00Z');
  await service.stop();
  return world;
}

const nobodyDealt = async (world: ReturnType<typeof makeServiceWorld>) => {
  const run = await showRun(world.deps, null);
  expect(run).to.include({run_id: 'distribution-2024-01-15', status: 'failed', plan_digest: null});
  expect(run!.error).to.include({kind: 'expired'});
  expect(world.rows()).to.deep.equal([]);
};

describe('a run that is still without a plan at midnight', () => {
  it("waits for SPSS no longer, and never deals the next day's people", async () => {
    const world = await overMidnight(
      ({clock, deps}) =>
        async function* (countDay) {
          if (clock.now() < MIDNIGHT + 600_000) throw new Failure('unreachable', 'SPSS is away', {database: 'spss'});
          yield* deps.users(countDay);
        },
    );
    await nobodyDealt(world);
  });

  it('is given up although midnight came while it was reading', async () => {
    const world = await overMidnight(
      ({clock, deps}) =>
        async function* (countDay) {
          await clock.sleep(MIDNIGHT - clock.now() + 60_000);
          yield* deps.users(countDay);
        },
    );
    await nobodyDealt(world);
  });
});
