import {cronSchedule} from '../../src/adapters/cron/cron-schedule.ts';
import {readScheduler} from '../../src/application/events/scheduler-stream.ts';
import type {AlarmClock} from '../../src/application/ports/alarm-clock.ts';
import type {Clock} from '../../src/application/ports/clock.ts';
import type {Log} from '../../src/application/ports/log.ts';
import type {Notice} from '../../src/application/ports/notifier.ts';
import type {Ping} from '../../src/application/ports/ping.ts';
import {runDistribution} from '../../src/application/run/run-distribution.ts';
import type {RunDeps} from '../../src/application/run/run-request.ts';
import type {Clocks} from '../../src/application/service/check-clocks.ts';
import {makeRunHere} from '../../src/application/service/run-here.ts';
import {type ServeDeps, serve} from '../../src/application/service/serve.ts';
import type {IsoInstant} from '../../src/domain/ids.ts';
import type {steppedClock} from './stepped-clock.ts';
import {makeWorld} from './world.ts';

const ZONE = 'Asia/Almaty';
const GRACE_MS = 3 * 3_600_000;
const silent: Log = {debug() {}, info() {}, warn() {}, error() {}};

/** 09:00 in Almaty on a day of January 2024, which is UTC+6. */
export const slotOf = (day: number) => new Date(Date.UTC(2024, 0, day, 3)).toISOString() as IsoInstant;

/** The world of the use case, on a clock that jumps from one awaited moment to the next, with any number of services. */
export function makeServiceWorld(
  startAt: string,
  options: {users?: number; cron?: string; lateLoadCheckMs?: number} = {},
) {
  const world = makeWorld(options);
  const clock = jumpingClock(world.clock, Date.parse(startAt));
  const schedule = cronSchedule(options.cron ?? '0 9 * * *', ZONE);
  const told: Notice[] = [];
  const pings: string[] = [];
  let processes = 0;

  /** Starts a service; `deps` replaces what it stands on. */
  function start({
    deps: change = {},
    cron = options.cron ?? '0 9 * * *',
    // What a process with a clock of its own sees; one without has the world's.
    clock: own = clock,
    alarm = schedulingAlarm(own, cronSchedule(cron, ZONE)),
    stateTime = null,
    log = silent,
  }: {
    deps?: Partial<RunDeps>;
    cron?: string;
    clock?: Clock;
    alarm?: AlarmClock;
    stateTime?: Clocks['stateTime'];
    log?: Log;
  } = {}) {
    const stop = new AbortController();
    const ping: Ping = (signal) => void pings.push(signal);
    const owner = `process ${++processes}`;
    const {countDay, limits} = world.request;
    const nextRun = () => schedule.next(clock.now(), 1)[0] ?? null;
    const notify: RunDeps['notify'] = async (notice) => void told.push(notice);
    const runDeps: RunDeps = {...world.deps, clock: own, notify, nextRun, ...change};
    const deps: ServeDeps = {
      ...runDeps,
      alarm,
      schedule: cronSchedule(cron, ZONE),
      makeSchedule: cronSchedule,
      cron: {cron, timezone: ZONE},
      clocks: {clock: own, zone: ZONE, tables: runDeps.tables, stateTime},
      rules: {graceMs: GRACE_MS, zone: ZONE},
      lateLoadCheckMs: options.lateLoadCheckMs ?? 600_000,
      origin: {actor: 'scheduler', correlationId: owner},
      owner,
      log,
      ping,
      nextRun,
      run: makeRunHere({
        ...{log, ping},
        settings: {countDay, limits, origin: {actor: 'test', correlationId: owner}, owner, zone: ZONE},
        execute: (request, observe) => runDistribution(runDeps, request, observe, stop.signal),
      }),
      observe: () => {},
    };
    const ended = serve(deps, stop.signal);
    return {
      deps,
      stop: async () => {
        stop.abort();
        await clock.drain();
        await ended;
      },
    };
  }

  return {
    ...world,
    clock,
    schedule,
    told,
    pings,
    start,
    missed: async () => (await readScheduler(world.deps.events)).missed,
    until: (at: string) => clock.advanceTo(Date.parse(at)),
  };
}

/** On a stepped clock: `advanceTo` what it shows then; `jump` changes that and lets no time pass. */
type Jumping = Clock & {advanceTo(ms: number): Promise<void>; drain(): Promise<void>; jump(ms: number): void};

export function jumpingClock(base: ReturnType<typeof steppedClock>, startAt: number): Jumping {
  base.advance(startAt - base.now());
  const timers = new Set<{at: number; wake: () => void}>();
  const settle = async () => {
    for (let i = 0; i < 12; i++) await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    now: base.now,
    elapsed: base.elapsed,
    jump: base.jump,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const timer = {
          at: base.elapsed() + ms,
          wake: () => {
            timers.delete(timer);
            signal?.removeEventListener('abort', timer.wake);
            resolve();
          },
        };
        timers.add(timer);
        signal?.addEventListener('abort', timer.wake);
      }),
    async advanceTo(ms) {
      await settle();
      for (;;) {
        const next = [...timers].sort((a, b) => a.at - b.at)[0];
        if (!next || next.at - base.elapsed() > ms - base.now()) break;
        base.advance(Math.max(0, next.at - base.elapsed()));
        next.wake();
        await settle();
      }
      base.advance(Math.max(0, ms - base.now()));
      await settle();
    },
    drain: settle,
  };
}

/** Rings at each slot, as Agenda does. */
function schedulingAlarm(clock: Clock, schedule: ReturnType<typeof cronSchedule>): AlarmClock {
  const stop = new AbortController();
  return {
    start: async (ring) => {
      const loop = async () => {
        while (!stop.signal.aborted) {
          const slot = schedule.next(clock.now(), 1)[0]!;
          await clock.sleep(Date.parse(slot) - clock.now(), stop.signal);
          if (!stop.signal.aborted) await ring(slot, stop.signal).catch(() => {});
        }
      };
      void loop();
    },
    stop: async () => stop.abort(),
  };
}

/** An alarm that never rings: what the service notices by itself. */
export const deadAlarm: AlarmClock = {start: async () => {}, stop: async () => {}};
