import {expect} from 'chai';
import {Failure} from '../../src/application/failure.ts';
import type {Ring} from '../../src/application/ports/alarm-clock.ts';
import {type ServeDeps, serve} from '../../src/application/service/serve.ts';
import {recordMissed} from '../../src/domain/scheduler.ts';
import {sampleSummary} from '../support/sample-summary.ts';
import {jumpingClock, slotOf} from '../support/service-world.ts';
import {at, GRACE_MS, makeSlots, ORIGIN} from '../support/slot-deps.ts';

type Slots = Awaited<ReturnType<typeof makeSlots>>;
type Change = Partial<ServeDeps>;

const NEVER = new AbortController().signal;

/** A service whose runs are only noted, from a moment of January 2024 on; it was installed on the 14th. */
async function serving(now: string, change: (slots: Slots) => Change = () => ({})) {
  const slots = await makeSlots(now);
  const clock = jumpingClock(slots.world.clock, Date.parse(at(now)));
  const stopping = new AbortController();
  const time = () => new Date(clock.now()).toISOString().slice(11, 19);
  const runs: string[] = [];
  const rung: {ring: Ring} = {ring: () => Promise.reject(new Error('the alarm is not started'))};
  const deps: ServeDeps = {
    ...slots.deps,
    ...{clock, clocks: {...slots.deps.clocks, clock}, lateLoadCheckMs: 0},
    alarm: {
      start: async (ring) => {
        rung.ring = ring;
      },
      stop: async (graceMs) => void slots.said.push(`the alarm stops within ${graceMs}`),
    },
    run: async (call, observe) => {
      runs.push(`${time()} ${call.next?.slot?.slice(0, 10) ?? 'owed'}`);
      return slots.deps.run(call, observe);
    },
    ...change(slots),
  };
  const ended = serve(deps, stopping.signal);
  await clock.drain();
  const stop = async () => {
    stopping.abort();
    await clock.drain();
    await ended;
  };
  return {
    ...slots,
    clock,
    runs,
    rung,
    time,
    stopping,
    ended,
    stop,
    until: (text: string) => clock.advanceTo(Date.parse(at(text))),
  };
}

const STARTED = 'info: ✅ Daily distribution scheduler started successfully';
const STOPPED = ['the alarm stops within 8000', 'debug: The alarm clock is stopped'];

describe('a service', () => {
  it('looks at once and every 20 s, and stops its alarm at last', async () => {
    const service = await serving('15T02:59:30');
    expect(service.runs).to.deep.equal([]);
    await service.until('15T03:00:30');
    expect(service.runs).to.deep.equal(['03:00:10 2024-01-15', '03:00:30 2024-01-15']);
    await service.stop();
    expect(service.said).to.deep.equal([STARTED, ...STOPPED]);
  });

  it('runs a slot at its moment, though the alarm rings early, and once', async () => {
    const service = await serving('15T02:59:55');
    service.seen.run = async () => {
      service.answered('15', {slot: slotOf(15)});
      return {type: 'ended', reports: []};
    };
    const rung = service.rung.ring(slotOf(15), NEVER);
    await service.until('15T02:59:59');
    expect(service.runs).to.deep.equal([]);
    await service.until('15T03:00:20');
    await rung;
    expect(service.runs).to.deep.equal(['03:00:00 2024-01-15']);
    await service.stop();
  });

  it('does nothing of an alarm that rings when it has been asked to stop, or whose time goes away', async () => {
    const service = await serving('15T02:59:55');
    const early = service.rung.ring(slotOf(16), NEVER).catch((error: Failure) => error.kind);
    await service.until('15T02:59:56');
    await service.stop();
    expect(await early).to.equal('interrupted');
    expect(service.runs).to.deep.equal([]);
    const back = await serving('15T02:59:55');
    const wait = back.rung.ring(slotOf(15), NEVER);
    back.clock.jump(-3_600_000);
    await back.clock.advanceTo(back.clock.now() + 21_000);
    await wait;
    expect(back.runs).to.deep.equal([]);
    await back.stop();
  });

  it('ends what an alarm has begun before it stops', async () => {
    const service = await serving('15T02:59:55');
    let end = () => {};
    service.seen.run = () =>
      new Promise((resolve) => {
        end = () => resolve({type: 'ended', reports: []});
      });
    const rung = service.rung.ring(slotOf(15), NEVER);
    await service.until('15T03:00:01');
    service.stopping.abort();
    await service.clock.drain();
    expect(service.said).to.deep.equal([STARTED]);
    end();
    await service.clock.drain();
    await Promise.all([rung, service.ended]);
    expect(service.said).to.deep.equal([STARTED, ...STOPPED]);
  });

  it('tries an alarm that does not start after growing pauses of at most 20 s, and says so', async () => {
    const tries: number[] = [];
    const service = await serving('15T04:00:00', ({world}) => ({
      alarm: {
        start: async () => {
          tries.push(world.clock.elapsed());
          if (tries.length < 9) throw new Error('MongoDB is away');
        },
        stop: async () => {},
      },
    }));
    await service.until('15T04:05:00');
    await service.stop();
    const pauses = tries.slice(1).map((ms, n) => (ms - tries[n]!) / 1_000);
    expect(pauses).to.deep.equal([1, 2, 4, 8, 16, 20, 20, 20]);
    const told = service.said.filter((line) => line.includes('scheduler'));
    const away = 'warn: The scheduler is not started yet: MongoDB is away; trying again';
    expect(told).to.deep.equal([...Array(8).fill(away), STARTED]);
  });

  it('goes on after an error, which it tells; that it was asked to stop is none', async () => {
    const service = await serving('15T03:00:10');
    const failWith = (error: Error) => {
      service.seen.run = () => Promise.reject(error);
    };
    failWith(new Failure('unreachable', 'DSSB is away'));
    await service.until('15T03:00:30');
    failWith(new Failure('interrupted', 'asked to stop'));
    await service.until('15T03:00:50');
    await service.stop();
    const told = service.said.filter((line) => line.startsWith('warn'));
    expect(told).to.deep.equal(['warn: DSSB is away; it will be tried again']);
    expect(service.runs).to.have.length(3);
  });

  it('finishes what is owed with growing pauses, and looks again at once where another process is at it', async () => {
    const owed = sampleSummary('distribution-2024-01-14', {isFinished: false});
    const service = await serving('15T07:00:00', ({deps}) => ({runs: {...deps.runs, open: async () => [owed]}}));
    service.seen.run = () => Promise.reject(new Failure('unreachable', 'DSSB is away'));
    await service.until('15T07:03:00');
    expect(service.calls[0]).to.deep.equal({next: null, graceMs: GRACE_MS, origin: ORIGIN});
    expect(service.runs).to.deep.equal(['07:00:00', '07:00:20', '07:01:00', '07:02:20'].map((time) => `${time} owed`));
    service.seen.run = async () => ({type: 'active', owner: 'another', until: ''});
    service.runs.length = 0;
    await service.until('15T07:05:40');
    expect(service.runs).to.deep.equal(['07:05:00', '07:05:20', '07:05:40'].map((time) => `${time} owed`));
    await service.stop();
  });

  it('tells of missed slots with pauses that double up to a quarter of an hour, until somebody hears it', async () => {
    const tries: number[] = [];
    const service = await serving('15T07:00:00', ({world}) => ({
      notify: async () => {
        tries.push(world.clock.elapsed());
        if (tries.length < 9) throw new Error('no mail server');
      },
    }));
    await service.until('15T08:30:00');
    await service.scheduler.record(recordMissed([{slot: at('15T08:00:00'), reason: 'not_running'}]));
    await service.until('15T08:30:30');
    await service.stop();
    const pauses = tries.slice(1).map((ms, n) => (ms - tries[n]!) / 1_000);
    expect(pauses.slice(0, 8)).to.deep.equal([40, 80, 160, 320, 640, 900, 900, 900]);
    expect(pauses).to.have.length(9);
  });

  it('retries a failed slot, and looks for late people, once a slot has come', async () => {
    const error = {kind: 'unexpected', stage: 'initialization', message: '', advice: null, database: null} as const;
    const failed = await serving('15T03:10:00', ({answered}) => {
      answered('15', {
        slot: slotOf(15),
        report: {status: 'failed', plan_digest: null, error, ended_at: at('15T03:00:05')},
      });
      return {};
    });
    const late = await serving('15T03:10:10', ({answered}) => {
      answered('15', {
        slot: slotOf(15),
        report: {status: 'skipped', reason: 'no_count_day_5_users', ended_at: at('15T03:00:05')},
      });
      return {lateLoadCheckMs: 600_000};
    });
    for (const {stop} of [failed, late]) await stop();
    expect([failed, late].map(({calls}) => calls.map(({next}) => next?.again))).to.deep.equal([
      ['failed'],
      ['late_load'],
    ]);
  });

  it('tells that a run is late beside a look that lasts, and asks the other clocks all the time', async () => {
    const kinds: string[] = [];
    const service = await serving('15T03:00:10', () => ({notify: async ({kind}) => void kinds.push(kind)}));
    service.seen.run = () => new Promise(() => {});
    await service.until('15T03:59:30');
    const {asked} = service.seen;
    expect(kinds).to.deep.equal([]);
    await service.until('15T04:00:30');
    expect(kinds).to.deep.equal(['late']);
    expect(service.seen.asked - asked).to.be.greaterThan(2);
    service.stopping.abort();
  });
});
