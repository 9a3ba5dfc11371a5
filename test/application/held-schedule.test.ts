import {expect} from 'chai';
import {cronSchedule} from '../../src/adapters/cron/cron-schedule.ts';
import {heldSchedule} from '../../src/application/service/held-schedule.ts';
import {NEW_SCHEDULER} from '../../src/domain/scheduler.ts';

const at = (text: string) => Date.parse(`${text}:00Z`);
const NINE = '0 9 * * *';

/** What was due, where the schedule was set to these, in turn; today's is nine. All in UTC. */
function heldBy(...set: [from: string, cron: string][]) {
  const schedules = set.map(([from, cron]) => ({cron, timezone: 'UTC', from: `${from}:00.000Z`}));
  const deps = {schedule: cronSchedule(NINE, 'UTC'), makeSchedule: cronSchedule};
  const held = heldSchedule({...NEW_SCHEDULER, schedules: schedules as never}, deps);
  const short = (slot: string | null) => slot?.slice(0, 16) ?? null;
  return {
    between: (from: string, to: string) => held.between(at(from), at(to)).map(short),
    latest: (time: string) => short(held.latest(at(time))),
  };
}

describe('what was due', () => {
  it("is today's schedule for ever where none was recorded", () => {
    const {between, latest} = heldBy();
    expect(between('2024-01-15T09:00', '2024-01-17T09:00')).to.deep.equal(['2024-01-16T09:00', '2024-01-17T09:00']);
    expect(latest('2024-01-15T08:59')).to.equal('2024-01-14T09:00');
  });

  it('is each slot by the schedule that held then, before the first one by that of today', () => {
    const {between, latest} = heldBy(['2024-01-16T12:00', '0 10 * * *'], ['2024-01-18T12:00', NINE]);
    expect(between('2024-01-15T00:00', '2024-01-20T00:00')).to.deep.equal([
      ...['2024-01-15T09:00', '2024-01-16T09:00', '2024-01-17T10:00', '2024-01-18T10:00', '2024-01-19T09:00'],
    ]);
    expect(latest('2024-01-17T09:59')).to.equal('2024-01-16T09:00');
    expect(latest('2024-01-17T10:00')).to.equal('2024-01-17T10:00');
    expect(latest('2024-01-19T08:00')).to.equal('2024-01-18T10:00');
    expect(latest('2024-01-19T09:00')).to.equal('2024-01-19T09:00');
  });

  it('is one slot where the schedule changes at its very moment, and that is the former one’s', () => {
    const {between, latest} = heldBy(['2024-01-14T12:00', NINE], ['2024-01-16T09:00', '0 9,10 * * *']);
    expect(between('2024-01-16T00:00', '2024-01-16T12:00')).to.deep.equal(['2024-01-16T09:00', '2024-01-16T10:00']);
    expect(latest('2024-01-16T09:30')).to.equal('2024-01-16T09:00');
  });

  it('is by the later word where an earlier one was said by a clock that was ahead', () => {
    const {between} = heldBy(['2024-03-01T00:00', '0 7 * * *'], ['2024-01-16T00:00', '0 10 * * *']);
    expect(between('2024-01-15T00:00', '2024-01-17T12:00')).to.deep.equal([
      ...['2024-01-15T09:00', '2024-01-16T10:00', '2024-01-17T10:00'],
    ]);
  });
});
