import {cronSchedule} from '../../src/adapters/cron/cron-schedule.ts';
import {openScheduler} from '../../src/application/events/scheduler-stream.ts';
import type {RunOutcome} from '../../src/application/run/run-distribution.ts';
import type {ServeDeps} from '../../src/application/service/serve.ts';
import type {KeeperDeps} from '../../src/application/service/slot-keeper.ts';
import type {IsoInstant} from '../../src/domain/ids.ts';
import {install, type SchedulerDecision} from '../../src/domain/scheduler.ts';
import {memoryRunSummaries, noSummaries} from './memory/run-summaries.ts';
import {sampleSummary} from './sample-summary.ts';
import {makeWorld} from './world.ts';

const ZONE = 'Asia/Almaty';
export const GRACE_MS = 3 * 3_600_000;
export const ORIGIN = {actor: 'scheduler', correlationId: 'test'};

/** `15T03:00:00`: a moment of January 2024 in UTC; it is nine in Almaty. */
export const at = (text: string) => new Date(`2024-01-${text}Z`).toISOString() as IsoInstant;

/** What a service decides slots by, on a clock that is set; a run is only noted, and its outcome chosen. Null: not yet installed. */
export async function makeSlots(now: string, installed: string | null = '14T06:00:00') {
  const world = makeWorld();
  const until = (text: string) => world.clock.advance(Date.parse(at(text)) - world.clock.now());
  until(now);
  const kept = noSummaries();
  const runs = {...world.deps.runs, ...memoryRunSummaries(kept)};
  const calls: Parameters<KeeperDeps['run']>[0][] = [];
  const said: string[] = [];
  const seen = {
    jump: 0,
    isUncertain: (_: IsoInstant): boolean => false,
    asked: 0,
    othersMs: 0,
    run: async (): Promise<RunOutcome> => ({type: 'ended', reports: []}),
  };
  const say = (level: string) => (_: object, text: string) => void said.push(`${level}: ${text}`);
  const deps: KeeperDeps & Pick<ServeDeps, 'notify' | 'nextRun' | 'rosterDays'> = {
    ...{...world.deps, runs, origin: ORIGIN, owner: 'test'},
    ...{schedule: cronSchedule('0 9 * * *', ZONE), makeSchedule: cronSchedule},
    cron: {cron: '0 9 * * *', timezone: ZONE},
    rules: {graceMs: GRACE_MS, zone: ZONE},
    jumps: {look: () => seen.jump, isUncertain: (slot) => seen.isUncertain(slot)},
    clocks: {
      ...{clock: world.deps.clock, zone: ZONE, tables: world.deps.tables},
      stateTime: async () => {
        seen.asked++;
        return world.clock.now() + seen.othersMs;
      },
    },
    log: {debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error')},
    ping: (signal) => void said.push(`ping: ${signal}`),
    run: async (call) => {
      calls.push(call);
      return seen.run();
    },
    observe: () => {},
  };
  const scheduler = {
    record: async (decision: SchedulerDecision) => (await openScheduler(deps, ORIGIN)).record(decision),
  };
  if (installed !== null) await scheduler.record(install(at(installed)));
  /** A run of January that answers for a slot. */
  const answered = (id: string, change: Parameters<typeof sampleSummary>[1] = {}) =>
    void kept.runs.set(id, sampleSummary(`distribution-2024-01-${id}`, change));
  return {world, deps, calls, said, seen, until, answered, scheduler};
}
