import {expect} from 'chai';
import {cronSchedule} from '../../src/adapters/cron/cron-schedule.ts';
import {openScheduler} from '../../src/application/events/scheduler-stream.ts';
import {nextRuns, schedulerStatus, switchScheduler} from '../../src/application/service/scheduler.ts';
import {install, oweSlotsFrom} from '../../src/domain/scheduler.ts';
import {slotOf} from '../support/service-world.ts';
import {makeWorld} from '../support/world.ts';

const origin = {actor: 'http:990990000001', correlationId: 'call'};

/** A daily job at nine, installed at a time of January 2024, which is now. */
async function installedAt(text: string) {
  const world = makeWorld();
  const until = (at: string) => world.clock.advance(Date.parse(`2024-01-${at}Z`) - world.clock.now());
  until(text);
  const deps = {...world.deps, schedule: cronSchedule('0 9 * * *', 'Asia/Almaty')};
  const from = new Date(world.clock.now()).toISOString() as never;
  const scheduler = await openScheduler(deps, origin);
  await scheduler.record(install(from));
  return {deps, until, from, scheduler};
}

describe('the status of the daily job', () => {
  it('has the latest slot that was due since it is on, and the next one', async () => {
    const {deps, until, from} = await installedAt('16T02:00:00');
    const switched = {on: true, from};
    const before = {status: 'running', nextRun: slotOf(16), latestSlot: null, switched};
    expect(await schedulerStatus(deps)).to.deep.equal(before);
    until('16T03:00:01');
    const after = {...before, nextRun: slotOf(17), latestSlot: slotOf(16)};
    expect(await schedulerStatus(deps)).to.deep.equal(after);
    expect(await nextRuns(deps, 2)).to.deep.equal([slotOf(17), slotOf(18)]);
  });

  it('owes no slot from before it was switched on', async () => {
    const {deps} = await installedAt('16T04:00:00');
    expect(await schedulerStatus(deps)).to.include({status: 'running', latestSlot: null, nextRun: slotOf(17)});
  });

  it('owes no slot from before it was said from when on slots are owed', async () => {
    const {deps, until, scheduler} = await installedAt('16T02:00:00');
    await scheduler.record(oweSlotsFrom('2024-01-16T12:00:00.000Z' as never, []));
    until('16T13:00:00');
    expect(await schedulerStatus(deps)).to.include({latestSlot: null, nextRun: slotOf(17)});
    until('17T03:00:01');
    expect(await schedulerStatus(deps)).to.include({latestSlot: slotOf(17)});
  });

  it('is stopped, by whom and why without what looks like an id, and says whether that changed anything', async () => {
    const {deps} = await installedAt('16T04:00:00');
    const off = () => switchScheduler(deps, false, origin, 'asked by 990990000002');
    expect([await off(), await off()]).to.deep.equal([true, false]);
    const switched = {on: false, from: '2024-01-16T04:00:00.000Z', by: 'http:[id]', reason: 'asked by [id]'};
    const status = await schedulerStatus(deps);
    expect(status).to.deep.equal({status: 'stopped', nextRun: null, latestSlot: null, switched});
    expect(await nextRuns(deps, 2)).to.deep.equal([]);
    expect(await switchScheduler(deps, true, origin)).to.equal(true);
    expect((await schedulerStatus(deps)).switched).to.not.have.property('reason');
  });

  it('is running and was never switched before the first start', async () => {
    const deps = {...makeWorld().deps, schedule: cronSchedule('0 9 * * *', 'Asia/Almaty')};
    expect(await schedulerStatus(deps)).to.include({status: 'running', latestSlot: null, switched: null});
  });
});
