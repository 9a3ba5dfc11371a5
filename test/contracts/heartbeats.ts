import {expect} from 'chai';
import type {Clock} from '../../src/application/ports/clock.ts';
import type {Heartbeats} from '../../src/application/ports/heartbeats.ts';
import type {RunLease} from '../../src/application/ports/run-lease.ts';
import {steppedClock} from '../support/stepped-clock.ts';

/** `open` gives the same once more, as another process would see it, with the lease that stands beside it. */
export type HeartbeatsHarness = {
  readonly open: () => Promise<{heartbeats: Heartbeats; lease: RunLease}>;
  readonly close: () => Promise<void>;
};

/** What heartbeats promise, wherever they are kept. */
export function heartbeatsContract(name: string, make: (clock: Clock) => Promise<HeartbeatsHarness>): void {
  describe(`heartbeats: ${name}`, () => {
    const clock = steppedClock(Date.parse('2024-01-15T04:00:00Z'));
    let harness: HeartbeatsHarness;
    beforeEach(async () => {
      harness = await make(clock);
    });
    afterEach(() => harness.close());

    const owners = async () => (await (await harness.open()).heartbeats.live()).map(({owner}) => owner);

    it('are of each service that beats, until it is silent for too long or ends', async () => {
      const {heartbeats} = await harness.open();
      expect(await owners()).to.deep.equal([]);
      await heartbeats.beat('host pid 1', 60_000);
      const until = new Date(clock.now() + 60_000).toISOString();
      expect(await heartbeats.live()).to.deep.equal([{owner: 'host pid 1', until}]);
      clock.advance(40_000);
      await heartbeats.beat('host pid 2', 60_000);
      await heartbeats.beat('host pid 3', 60_000);
      await heartbeats.end('host pid 2');
      expect(await owners()).to.deep.equal(['host pid 1', 'host pid 3']);
      clock.advance(20_000);
      expect(await owners()).to.deep.equal(['host pid 3']);
      await heartbeats.beat('host pid 1', 60_000);
      expect(await owners()).to.deep.equal(['host pid 1', 'host pid 3']);
      for (const owner of ['host pid 1', 'host pid 3', 'nobody']) await heartbeats.end(owner);
      expect(await owners()).to.deep.equal([]);
    });

    it('and the lease leave each other alone', async () => {
      const {heartbeats, lease} = await harness.open();
      await heartbeats.beat('run', 60_000);
      const answer = await lease.acquire('host pid 1', 10_000);
      expect(answer).to.deep.equal({type: 'acquired', epoch: 1});
      await heartbeats.beat('run', 60_000);
      expect(await lease.isCurrent(1)).to.equal(true);
      await heartbeats.end('run');
      expect(await lease.renew(1, 10_000)).to.equal(true);
      clock.advance(10_000);
      await heartbeats.beat('host pid 2', 60_000);
      expect(await lease.acquire('host pid 2', 10_000)).to.deep.equal({type: 'acquired', epoch: 2});
      expect(await owners()).to.deep.equal(['host pid 2']);
    });
  });
}
