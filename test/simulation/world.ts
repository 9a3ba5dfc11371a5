import {assignmentKeys} from '../../src/adapters/crypto/assignment-keys.ts';
import {chainHash} from '../../src/adapters/crypto/chain-hash.ts';
import {enrolmentCipher} from '../../src/adapters/crypto/enrolment-cipher.ts';
import {rosterCipher} from '../../src/adapters/crypto/roster-cipher.ts';
import {runProjection} from '../../src/application/events/run-projection.ts';
import type {EventStore} from '../../src/application/ports/event-store.ts';
import type {Notice} from '../../src/application/ports/notifier.ts';
import type {RunSummaries} from '../../src/application/ports/run-summaries.ts';
import type {RunDeps} from '../../src/application/run/run-request.ts';
import type {AllocationRule} from '../../src/domain/group-allocator.ts';
import {columnsOf} from '../../src/domain/strata.ts';
import {wallTime} from '../../src/domain/wall-time.ts';
import {memoryEnrolmentRegister} from '../support/memory/enrolment-register.ts';
import {memoryEventStore} from '../support/memory/event-store.ts';
import {memoryTables} from '../support/memory/group-tables.ts';
import {memoryRosterStore} from '../support/memory/roster-store.ts';
import {memoryRunLease} from '../support/memory/run-lease.ts';
import {memoryRunSummaries, noSummaries} from '../support/memory/run-summaries.ts';
import {memoryCampaignSource, memoryUserSource} from '../support/memory/sources.ts';
import {syntheticUsers, theories} from '../support/world.ts';
import {SimulatedDatabase} from './database.ts';
import {type FaultDealer, outsideCall} from './faults.ts';
import type {Process, Random, Scheduler} from './scheduler.ts';

const START = Date.parse('2024-01-15T03:00:00Z');
export const ZONE = 'Asia/Almaty';
const DAY_MS = 86_400_000;
const LEASE_MS = 10_000;

/** Everything that outlives a process: two databases, the state store, the mailbox, and the clocks of each. */
export function makeSimulatedWorld(scheduler: Scheduler, random: Random, allocation: AllocationRule) {
  const offsets = {machine: 0, dssb: 0, spss: 0};
  const dates = {day: 0};
  const nowOn = (name: keyof typeof offsets) => START + scheduler.now + offsets[name];
  const elapsed = () => scheduler.now;
  const machine = {now: () => nowOn('machine') + dates.day * DAY_MS, elapsed, sleep: async () => {}};
  const clockOf = (name: 'dssb' | 'spss') => () => wallTime(nowOn(name) + dates.day * DAY_MS, ZONE);
  const tables = memoryTables();
  const source = {users: syntheticUsers(random.between(0, 100)), theories: theories(random.between(1, 4))};
  const kept = noSummaries();
  const told: {notice: Notice; dssb: number; spss: number}[] = [];
  return {
    allocation,
    /** 0 until midnight, then 1: the date moves on in a moment, by which no lease ends. */
    dates,
    offsets,
    machine,
    tables,
    source,
    told,
    dssb: new SimulatedDatabase('dssb_app', tables, clockOf('dssb')),
    spss: new SimulatedDatabase('spss', tables, clockOf('spss')),
    events: memoryEventStore(),
    kept,
    summaries: memoryRunSummaries(kept),
    rosters: memoryRosterStore(),
    register: memoryEnrolmentRegister(),
    enrolmentCipher: enrolmentCipher('b2'.repeat(32)),
    lease: memoryRunLease({...machine, now: () => nowOn('machine')}),
    keys: assignmentKeys('a1'.repeat(32)),
    cipher: rosterCipher('b2'.repeat(32)),
  };
}

export type SimulatedWorld = ReturnType<typeof makeSimulatedWorld>;

/** `summaries`: what the process's projection stands on, for bugs to be planted in. */
export type SimulatedDeps = RunDeps & {readonly summaries: RunSummaries};

/** The world as one process reaches it: each call takes time and may meet a fault. */
export function connectProcess(
  world: SimulatedWorld,
  simulation: {scheduler: Scheduler; dealer: FaultDealer},
  process: Process,
): SimulatedDeps {
  const {scheduler} = simulation;
  const call = <Result>(name: string, effect: () => Result | Promise<Result>) =>
    outsideCall(simulation, process, {call: name}, effect);
  const {events, rosters, register, lease, source, tables, told} = world;
  let ids = 0;
  const reached: EventStore = {
    append: (...args) => call(`append of ${args[2][0]?.type}`, () => events.append(...args)),
    read: (...args) => call('read', () => events.read(...args)),
    heads: (...range) => call('heads', () => events.heads(...range)),
  };
  const summaries: RunSummaries = {
    ...world.summaries,
    position: () => call('summaries.position', () => world.summaries.position()),
    save: (...args) => call('summaries.save', () => world.summaries.save(...args)),
    list: (query) => call('summaries.list', () => world.summaries.list(query)),
    open: () => call('summaries.open', () => world.summaries.open()),
  };
  return {
    campaigns: () =>
      call(
        'campaigns',
        memoryCampaignSource(() => source.theories, world.dssb.sysdate),
      ),
    endedToday: () => call('endedToday', () => []),
    async *users(countDay) {
      for await (const rows of memoryUserSource(() => source.users, columnsOf(world.allocation.factors))(countDay))
        yield await call('users', () => rows);
    },
    tables: {dssb_app: world.dssb.connect(simulation, process), spss: world.spss.connect(simulation, process)},
    iinFormat: 'plausible',
    allocation: world.allocation,
    keys: world.keys,
    cipher: world.cipher,
    hash: chainHash('a1'.repeat(32)),
    newId: () => `${process.name}-${++ids}`,
    leaseMs: LEASE_MS,
    rosterDays: 7,
    listDays: 30,
    losses: 'exact',
    carryOverDays: 90,
    nextRun: () => null,
    clock: {...world.machine, sleep: (ms, signal) => scheduler.wait(process, ms, signal)},
    ...{events: reached, summaries, runs: runProjection(reached, summaries)},
    rosters: {
      save: (...args) => call('roster.save', () => rosters.save(...args)),
      wrappedKey: (id) => call('roster.key', () => rosters.wrappedKey(id)),
      replaceKey: (...args) => call('roster.replaceKey', () => rosters.replaceKey(...args)),
      ids: () => call('roster.ids', () => rosters.ids()),
      parts: (...args) => call('roster.parts', () => rosters.parts(...args)),
      destroyKey: (id) => call('roster.destroyKey', () => rosters.destroyKey(id)),
    },
    enrolmentCipher: world.enrolmentCipher,
    register: {
      add: (parts) =>
        call('register.add', async () => {
          for (const part of parts) await register.add([part]);
        }),
      async *parts(shelf) {
        await call('register.parts', () => {});
        yield* register.parts(shelf);
      },
      shelves: () => call('register.shelves', () => register.shelves()),
      remove: (...args) => call('register.remove', () => register.remove(...args)),
    },
    lease: {
      acquire: (...args) => call('lease.acquire', () => lease.acquire(...args)),
      renew: (...args) => call('lease.renew', () => lease.renew(...args)),
      isCurrent: (epoch) => call('lease.isCurrent', () => lease.isCurrent(epoch)),
      release: (epoch) => call('lease.release', () => lease.release(epoch)),
      skipTo: (epoch) => call('lease.skipTo', () => lease.skipTo(epoch)),
    },
    notify: (notice) =>
      call('notify', () => {
        const count = (...names: Parameters<typeof tables.get>) => tables.get(...names)!.length;
        told.push({notice, dssb: count('SC_local_control') + count('SC_local_target'), spss: count('SC_theory_users')});
      }),
  };
}
