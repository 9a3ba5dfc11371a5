import {expect} from 'chai';
import {Failure} from '../../src/application/failure.ts';
import {retryFailedSlot} from '../../src/application/service/failed-slots.ts';
import {lateLoads} from '../../src/application/service/late-loads.ts';
import type {RunBrief} from '../../src/domain/run-summary.ts';
import {switchTo} from '../../src/domain/scheduler.ts';
import {slotOf} from '../support/service-world.ts';
import {at, GRACE_MS, makeSlots, ORIGIN} from '../support/slot-deps.ts';

const MINUTE = 60_000;
const call = (again: string) => ({
  ...{next: {date: '2024-01-15', slot: slotOf(15), again}, graceMs: GRACE_MS, origin: ORIGIN},
});

/** A world at a time of 15 January, whose last run was that of nine and ended a moment after it. */
async function afterNine(now: string, report: Partial<RunBrief>, id = '15') {
  const slots = await makeSlots(now);
  slots.answered(id, {slot: slotOf(15), report: {ended_at: at('15T03:00:05'), ...report}});
  const off = () => slots.scheduler.record(switchTo(false, at('15T03:01:00')));
  return {...slots, off};
}

describe('a run for a slot whose run failed', () => {
  const failed = {status: 'failed', plan_digest: null, error: {kind: 'unexpected', message: '', advice: null, database: null, stage: 'initialization'}} as const; // biome-ignore format: a row
  const retried = async (now: string, report: Partial<RunBrief> = {}, isOff = false) => {
    const {deps, calls, off} = await afterNine(now, {...failed, ...report});
    if (isOff) await off();
    await retryFailedSlot(deps, slotOf(15));
    return calls;
  };

  it('is made for its date and slot, as long as its grace lasts', async () => {
    for (const now of ['15T03:00:25', '15T06:00:00']) expect(await retried(now)).to.deep.equal([call('failed')]);
    expect(await retried('15T06:00:01')).to.deep.equal([]);
  });

  it('is not made too early, after one that has a plan, nor while the job is off', async () => {
    expect(await retried('15T03:00:24')).to.deep.equal([]);
    expect(await retried('15T03:30:00', {plan_digest: 'digest'})).to.deep.equal([]);
    expect(await retried('15T03:30:00', {}, true)).to.deep.equal([]);
  });
});

describe('a look for a late load', () => {
  const nobody = {status: 'skipped', reason: 'no_count_day_5_users'} as const;
  const looked = async (
    now: string,
    report: Partial<RunBrief> = {},
    {lateLoadCheckMs = 10 * MINUTE, isOff = false, id = '15'} = {},
  ) => {
    const {deps, calls, off} = await afterNine(now, {...nobody, ...report}, id);
    if (isOff) await off();
    await lateLoads({...deps, lateLoadCheckMs})(slotOf(15));
    return calls;
  };

  it('is made for the date and slot of a run that found nobody, some time after it and within the grace', async () => {
    for (const now of ['15T03:10:05', '15T06:00:00']) expect(await looked(now)).to.deep.equal([call('late_load')]);
    for (const now of ['15T03:10:04', '15T06:00:01']) expect(await looked(now)).to.deep.equal([]);
    expect(await looked('15T04:00:00', {reason: 'all_users_enrolled'})).to.have.length(1);
  });

  it('is made where the run ended by a clock that was ahead', async () => {
    expect(await looked('15T03:00:04')).to.have.length(1);
  });

  it('is not made after another run, one that goes on, of another date, when it is not wanted, nor while the job is off', async () => {
    const now = '15T04:00:00';
    expect(await looked(now, {status: 'completed', reason: null})).to.deep.equal([]);
    expect(await looked(now, {reason: 'no_active_campaigns' as never})).to.deep.equal([]);
    expect(await looked(now, {ended_at: null})).to.deep.equal([]);
    expect(await looked(now, {}, {id: '14'})).to.deep.equal([]);
    expect(await looked(now, {}, {lateLoadCheckMs: 0})).to.deep.equal([]);
    expect(await looked(now, {}, {isOff: true})).to.deep.equal([]);
    const {deps, calls} = await makeSlots(now);
    await lateLoads({...deps, lateLoadCheckMs: MINUTE})(slotOf(15));
    expect(calls).to.deep.equal([]);
  });

  for (const [what, error, lateLoadCheckMs, pauseMs] of [
    ['as often as it is set', null, 10 * MINUTE, 10 * MINUTE],
    ['as often where the database is away', 'unreachable', 10 * MINUTE, 10 * MINUTE],
    ['every half hour where the login is refused', 'refused', 10 * MINUTE, 30 * MINUTE],
    ['no more often than it is set where the login is refused', 'refused', 40 * MINUTE, 40 * MINUTE],
  ] as const) {
    it(`is made ${what}`, async () => {
      const {deps, calls, seen, world} = await afterNine('15T04:00:00', nobody);
      const look = lateLoads({...deps, lateLoadCheckMs});
      if (error) seen.run = () => Promise.reject(new Failure(error, 'it is away'));
      const lookAfter = async (ms: number) => {
        world.clock.advance(ms);
        const told = await look(slotOf(15)).then(() => null, (failure: Failure) => failure.kind); // biome-ignore format: short
        return [calls.length, told];
      };
      expect(await lookAfter(0)).to.deep.equal([1, error]);
      expect(await lookAfter(pauseMs - 1)).to.deep.equal([1, null]);
      expect(await lookAfter(1)).to.deep.equal([2, error]);
    });
  }
});
