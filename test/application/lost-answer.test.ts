import {expect} from 'chai';
import {Failure} from '../../src/application/failure.ts';
import type {EventStore} from '../../src/application/ports/event-store.ts';
import {shelfOf} from '../../src/application/run/enrolment/look.ts';
import {verifyRun} from '../../src/application/verify/verify-run.ts';
import {DAY_MS, makeWorld, syntheticUsers, type World} from '../support/world.ts';

/** The first plan's append is not answered; it lands at once, or just before that of the next try. Then the source is another. */
function unanswered({deps, source}: World, lands: 'at once' | 'late') {
  let landing: (() => Promise<unknown>) | null = null;
  let plans = 0;
  const append: EventStore['append'] = async (...given) => {
    const isPlan = given[2].some(({type}) => type === 'DistributionPlanned');
    if (isPlan) plans++;
    if (!isPlan || plans > 1) {
      await landing?.();
      landing = null;
      return deps.events.append(...given);
    }
    landing = () => deps.events.append(...given);
    if (lands === 'at once') await landing();
    source.users = syntheticUsers(30, 500);
    throw new Failure('unreachable', 'the answer was lost', {retryable: true});
  };
  const change = {events: {...deps.events, append}, clock: {...deps.clock, sleep: async () => {}}};
  return {change, plans: () => plans};
}

async function registered({deps}: World): Promise<string[]> {
  const sources = new Set<string>();
  for await (const {source} of deps.register.parts(shelfOf('SC00000001', deps.enrolmentCipher))) sources.add(source);
  return [...sources].filter((source) => source.startsWith('distribution'));
}

describe('a plan that was appended without an answer', () => {
  for (const lands of ['at once', 'late'] as const) {
    it(`is the one that is written when it lands ${lands}, although the source was loaded anew before the next try`, async () => {
      const world = makeWorld({users: 40, campaigns: 2});
      const first = world.source.users;
      const lost = unanswered(world, lands);
      const [report] = await world.run(lost.change);
      expect(lost.plans()).to.equal(lands === 'late' ? 2 : 1);
      expect(report).to.include({status: 'completed'});
      expect(report?.users.distributed).to.equal(40);
      expect(await verifyRun(world.deps, report?.run_id ?? null)).to.include({ok: true});
      const won = 'distribution-2024-01-15/1';
      expect(await world.deps.rosters.ids(), 'the other try has left none').to.deep.equal([won]);

      world.source.users = [...first, ...world.source.users];
      world.clock.advance(DAY_MS);
      const [next] = await world.run({}, {next: {date: '2024-01-16' as never, slot: null}});
      expect(next?.users).to.include({enrolled: 40, distributed: 30});
      expect(await registered(world)).to.deep.equal([won, 'distribution-2024-01-16/2']);
    });
  }
});
