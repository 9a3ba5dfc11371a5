import {expect} from 'chai';
import {Failure} from '../../src/application/failure.ts';
import type {EventStore} from '../../src/application/ports/event-store.ts';
import {verifyRun} from '../../src/application/verify/verify-run.ts';
import {makeWorld, syntheticUsers} from '../support/world.ts';

describe('a plan that was appended without an answer', () => {
  it('is the one that is written, although the source was loaded anew before the next try', async () => {
    const world = makeWorld({users: 40, campaigns: 2});
    let lost = 0;
    const append: EventStore['append'] = async (stream, version, events) => {
      const answer = await world.deps.events.append(stream, version, events);
      if (lost > 0 || !events.some(({type}) => type === 'DistributionPlanned')) return answer;
      lost++;
      world.source.users = syntheticUsers(30, 500);
      throw new Failure('unreachable', 'the answer was lost', {retryable: true});
    };
    const [report] = await world.run({
      events: {...world.deps.events, append},
      clock: {...world.deps.clock, sleep: async () => {}},
    });
    expect(lost).to.equal(1);
    expect(report).to.include({status: 'completed'});
    expect(report?.users.distributed).to.equal(40);
    expect(await verifyRun(world.deps, report?.run_id ?? null)).to.include({ok: true});
  });
});
