import {expect} from 'chai';
import {cronSchedule} from '../../src/adapters/cron/cron-schedule.ts';
import {Failure} from '../../src/application/failure.ts';
import type {Notice} from '../../src/application/ports/notifier.ts';
import {watchOutage} from '../../src/application/service/watch-outage.ts';
import {slotOf} from '../support/service-world.ts';
import {steppedClock} from '../support/stepped-clock.ts';

const GRACE_MS = 3 * 3_600_000;
const GONE = new Failure('unreachable', 'the state store is away', {advice: 'start it'});

/** A state store that was seen at a time of 15 January 2024, and who is told that it is gone. */
function watchFrom(at: string, notify: (notice: Notice) => Promise<void> = async () => {}) {
  const clock = steppedClock(Date.parse(`2024-01-15T${at}Z`));
  const [told, pings, logged]: [Notice[], string[], string[]] = [[], [], []];
  const deps = {
    ...{clock, rules: {graceMs: GRACE_MS}, schedule: cronSchedule('0 9 * * *', 'Asia/Almaty')},
    notify: async (notice: Notice) => {
      await notify(notice);
      told.push(notice);
    },
    nextRun: () => slotOf(16),
    ping: (signal: string) => pings.push(signal),
    log: {error: (_: object, text: string) => logged.push(text)},
  };
  const watch = watchOutage(deps as never);
  /** It is looked for at that time, and is not there. */
  const awayAt = (time: string) => {
    clock.advance(Date.parse(`2024-01-${time}Z`) - clock.now());
    return watch.isAway(GONE);
  };
  return {watch, awayAt, told, pings, logged};
}

describe('a state store that is gone', () => {
  it('is told of once the grace of the slot is over, once a slot', async () => {
    const {awayAt, told, pings} = watchFrom('02:59:00');
    await awayAt('15T05:59:59');
    expect([told, pings]).to.deep.equal([[], []]);
    await awayAt('15T06:00:00');
    await awayAt('15T07:00:00');
    expect(told).to.deep.equal([
      {
        ...{id: `outage.${slotOf(15)}`, kind: 'outage', at: '2024-01-15T06:00:00.000Z'},
        ...{message: 'the state store is away', advice: 'start it', nextRun: slotOf(16)},
      },
    ]);
    await awayAt('16T06:00:00');
    expect([told.map(({id}) => id).slice(1), pings]).to.deep.equal([[`outage.${slotOf(16)}`], ['fail', 'fail']]);
  });

  it('is nobody’s news for a slot that was answered before it went', async () => {
    const {watch, awayAt, told} = watchFrom('02:59:00');
    await awayAt('15T03:00:00');
    watch.isBack();
    await awayAt('15T12:00:00');
    expect(told).to.deep.equal([]);
  });

  it('is told of again where the mail could not be sent', async () => {
    let isAway = true;
    const {awayAt, told, logged} = watchFrom('02:59:00', async () => {
      if (isAway) throw new Error('no mail server');
    });
    await awayAt('15T06:00:00');
    expect([told, logged]).to.deep.equal([[], ['The critical mail could not be sent: no mail server']]);
    isAway = false;
    await awayAt('15T06:00:20');
    expect(told).to.have.length(1);
  });
});
