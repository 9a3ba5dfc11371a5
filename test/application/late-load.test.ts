import {expect} from 'chai';
import {pageRuns} from '../../src/application/events/page-runs.ts';
import {readHistory} from '../../src/application/events/run-history.ts';
import {Failure} from '../../src/application/failure.ts';
import {switchScheduler} from '../../src/application/service/scheduler.ts';
import {makeServiceWorld, slotOf} from '../support/service-world.ts';
import {syntheticUsers} from '../support/world.ts';

type World = ReturnType<typeof makeServiceWorld>;

const RUN = 'distribution-2024-01-15';
const statusOf = async ({deps}: World) => (await readHistory(deps.events)).map(({id, run}) => `${id} ${run.status}`);
const kindsOf = ({told}: World) => told.map(({kind}) => kind);

/** A world whose source is empty at nine, until `fill`. */
async function afterSkip({n = 1, lateLoadCheckMs = 600_000} = {}) {
  const world = makeServiceWorld('2024-01-15T02:59:55Z', {users: 0, lateLoadCheckMs});
  const services = Array.from({length: n}, () => world.start());
  await world.until('2024-01-15T03:05:00Z');
  expect([await statusOf(world), kindsOf(world)]).to.deep.equal([[`${RUN} skipped`], ['skipped']]);
  const fill = (users = syntheticUsers(23)) => void world.source.users.push(...users);
  return {world, fill, service: services[0]!, stop: () => Promise.all(services.map((service) => service.stop()))};
}

describe('a load that comes after nine', function () {
  this.timeout(60_000);

  for (const n of [1, 5]) {
    it(`is distributed by one further run with ${n} process(es), whose report and mail say that it was late`, async () => {
      const {world, fill, stop} = await afterSkip({n});
      await world.until('2024-01-15T03:25:00Z');
      expect(await statusOf(world)).to.deep.equal([`${RUN} skipped`]);
      fill();
      await world.until('2024-01-15T03:31:00Z');
      expect(await statusOf(world)).to.deep.equal([`${RUN} skipped`, `${RUN}.2 completed`]);
      await world.until('2024-01-15T12:00:00Z');
      await stop();
      expect(kindsOf(world)).to.deep.equal(['skipped', 'success']);
      const {runs} = await pageRuns(world.deps, {limit: 9, before: null, detail: false});
      const [further, first] = runs;
      expect(further?.warnings).to.deep.equal([{kind: 'late_load', due: '2024-01-15 09:00:00'}]);
      expect([further?.users.distributed, first?.warnings]).to.deep.equal([23, []]);
      expect(world.told[1]).to.have.nested.property('report.warnings[0].kind', 'late_load');
      expect((await readHistory(world.deps.events)).map(({run}) => run.slot)).to.deep.equal([slotOf(15), slotOf(15)]);
    });
  }

  it('is distributed when those of nine had all been distributed before', async () => {
    const world = makeServiceWorld('2024-01-14T02:59:55Z');
    const service = world.start();
    await world.until('2024-01-15T03:05:00Z');
    world.source.users.push(...syntheticUsers(7, 500));
    await world.until('2024-01-15T03:15:00Z');
    await service.stop();
    expect((await statusOf(world)).slice(1)).to.deep.equal([`${RUN} skipped`, `${RUN}.2 completed`]);
  });

  it('is left alone after the grace, when the job is off, and with LATE_LOAD_CHECK=0', async () => {
    const late = await afterSkip();
    await late.world.until('2024-01-15T06:00:30Z');
    late.fill();
    const off = await afterSkip();
    await switchScheduler(off.service.deps, false, {actor: 'test', correlationId: 'test'});
    off.fill();
    const never = await afterSkip({lateLoadCheckMs: 0});
    never.fill();
    for (const {world, stop} of [late, off, never]) {
      await world.until('2024-01-15T12:00:00Z');
      await stop();
      expect(await statusOf(world)).to.deep.equal([`${RUN} skipped`]);
    }
  });

  it('is not waited for once a person has run the date', async () => {
    const {world, fill, service, stop} = await afterSkip();
    fill();
    await service.deps.run({next: {date: '2024-01-15' as never, slot: null}}, () => {});
    fill(syntheticUsers(5, 500));
    await world.until('2024-01-15T12:00:00Z');
    await stop();
    expect(await statusOf(world)).to.deep.equal([`${RUN} skipped`, `${RUN}.2 completed`]);
  });

  it('that holds nobody who can be dealt makes no run', async () => {
    const {world, fill, stop} = await afterSkip();
    fill([{iin: ' ', countDay: 5}]);
    await world.until('2024-01-15T12:00:00Z');
    await stop();
    expect(await statusOf(world)).to.deep.equal([`${RUN} skipped`]);
  });

  it('is looked for in a database that refuses the login every half hour only', async () => {
    const world = makeServiceWorld('2024-01-15T02:59:55Z', {users: 0});
    const looks: string[] = [];
    const campaigns: typeof world.deps.campaigns = async () => {
      looks.push(new Date(world.clock.now()).toISOString().slice(11, 16));
      if (looks.length > 1) throw new Failure('refused', 'the login is refused', {database: 'dssb_app'});
      return world.deps.campaigns();
    };
    const service = world.start({deps: {campaigns}});
    await world.until('2024-01-15T04:30:00Z');
    await service.stop();
    expect(looks).to.deep.equal(['03:00', '03:10', '03:40', '04:10']);
  });
});
