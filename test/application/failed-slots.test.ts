import {expect} from 'chai';
import {readHistory} from '../../src/application/events/run-history.ts';
import {Failure} from '../../src/application/failure.ts';
import {isRetryDue} from '../../src/domain/slot-retry.ts';
import {makeServiceWorld, slotOf} from '../support/service-world.ts';

type World = ReturnType<typeof makeServiceWorld>;

const RUN = 'distribution-2024-01-15';
const unknown = () => new Error('ORA-04068: something that nobody has met yet');
const refused = () =>
  new Failure('refused', 'the login is refused', {
    database: 'dssb_app',
    advice: 'renew it, then: softcollection resume',
  });
const statusOf = async ({deps}: World) => (await readHistory(deps.events)).map(({id, run}) => `${id} ${run.status}`);

/** What became of a slot whose campaigns cannot be read until a moment, and when they were asked for. */
async function morning(until: string, error: () => Error, {n = 1, end = '2024-01-15T12:00:00Z'} = {}) {
  const world = makeServiceWorld('2024-01-15T02:59:55Z');
  const tries: string[] = [];
  const campaigns: typeof world.deps.campaigns = async () => {
    const now = new Date(world.clock.now()).toISOString();
    tries.push(now.slice(11, 16));
    if (now < until) throw error();
    return world.deps.campaigns();
  };
  const services = Array.from({length: n}, () => world.start({deps: {campaigns}}));
  await world.until(end);
  for (const service of services) await service.stop();
  return {world, tries, runs: await statusOf(world), kinds: world.told.map(({kind}) => kind)};
}

describe('a slot whose run fails before its plan', function () {
  this.timeout(60_000);

  it('goes on as if nothing had been when an unknown error passes within seconds', async () => {
    const {runs, kinds} = await morning('2024-01-15T03:00:05Z', unknown);
    expect([runs, kinds]).to.deep.equal([[`${RUN} completed`], ['success']]);
  });

  for (const n of [1, 3]) {
    it(`is told once, and run again until its grace ends, whatever the error is, with ${n} process(es)`, async () => {
      const {runs, kinds, world} = await morning('2024-01-15T03:05:00Z', unknown, {n});
      expect(runs.slice(0, 2)).to.deep.equal([`${RUN} failed`, `${RUN}.2 failed`]);
      expect(runs.filter((run) => run.endsWith('completed'))).to.deep.equal([runs.at(-1)]);
      expect(kinds).to.deep.equal(['critical', 'success']);
      const history = await readHistory(world.deps.events);
      expect(new Set(history.map(({run}) => run.slot))).to.deep.equal(new Set([slotOf(15)]));
      expect(history.flatMap(({run}) => run.warnings)).to.deep.equal([]);
    });
  }

  it('is left alone once its grace is over', async () => {
    const {tries, kinds} = await morning('2024-01-15T06:30:00Z', unknown);
    expect(tries.at(-1)! <= '06:00', tries.at(-1)).to.equal(true);
    expect(kinds).to.deep.equal(['critical']);
  });

  it('asks a database that refuses the login every half hour, and says that run helps, not resume', async () => {
    const {tries, runs, kinds, world} = await morning('2024-01-15T04:10:00Z', refused);
    expect(tries).to.deep.equal(['03:00', '03:30', '04:00', '04:30']);
    expect([runs.at(-1), kinds]).to.deep.equal([`${RUN}.4 completed`, ['error', 'success']]);
    expect(world.told[0]).to.have.nested.property('report.error.advice', 'renew it, then: softcollection run');
  });

  it('is not run again over a safety stop, over its day, or over what has a plan', () => {
    const due = (kind: string, report = {}) =>
      isRetryDue(
        [
          {report: {status: 'failed', plan_digest: null, ended_at: '2024-01-15T03:00:00Z', error: {kind}, ...report}},
        ] as never,
        Date.parse('2024-01-15T03:40:00Z'),
      );
    expect(['unexpected', 'unreachable', 'refused'].map((kind) => due(kind))).to.deep.equal([true, true, true]);
    expect(['safety_stop', 'expired', 'breach'].map((kind) => due(kind))).to.deep.equal([false, false, false]);
    expect(due('unexpected', {plan_digest: 'ab'})).to.equal(false);
    expect(due('unexpected', {status: 'skipped', error: null})).to.equal(false);
    expect(isRetryDue([], 0)).to.equal(false);
  });
});
