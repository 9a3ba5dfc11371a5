import {assignmentKeys} from '../../src/adapters/crypto/assignment-keys.ts';
import {chainHash} from '../../src/adapters/crypto/chain-hash.ts';
import {enrolmentCipher} from '../../src/adapters/crypto/enrolment-cipher.ts';
import {rosterCipher} from '../../src/adapters/crypto/roster-cipher.ts';
import type {Progress} from '../../src/application/events/progress.ts';
import {runProjection} from '../../src/application/events/run-projection.ts';
import {runDistribution} from '../../src/application/run/run-distribution.ts';
import type {RunDeps, RunRequest} from '../../src/application/run/run-request.ts';
import type {TheoryRow} from '../../src/domain/campaigns.ts';
import type {BusinessDate, WallTime} from '../../src/domain/ids.ts';
import type {RunReport} from '../../src/domain/run-report.ts';
import {parseFactors} from '../../src/domain/strata.ts';
import {TABLES} from '../../src/domain/tables.ts';
import {wallTime} from '../../src/domain/wall-time.ts';
import {memoryEnrolmentRegister} from './memory/enrolment-register.ts';
import {memoryEventStore} from './memory/event-store.ts';
import {memoryGroupTables, memoryTables} from './memory/group-tables.ts';
import {memoryHeartbeats} from './memory/heartbeats.ts';
import {memoryNotifier} from './memory/notifier.ts';
import {memoryRosterStore} from './memory/roster-store.ts';
import {memoryRunLease} from './memory/run-lease.ts';
import {memoryRunSummaries} from './memory/run-summaries.ts';
import {memorySentMails} from './memory/sent-mails.ts';
import {memoryCampaignSource, memoryEndedToday, memoryUserSource, type SourceRow} from './memory/sources.ts';
import {steppedClock} from './stepped-clock.ts';

const ZONE = 'Asia/Almaty';
export const DAY_MS = 86_400_000;
export const DATE = '2024-01-15' as BusinessDate;

/** The real use case on memory adapters: two databases, a state store and a mailbox that outlive any process. */
export function makeWorld(options: {users?: number; campaigns?: number; listDays?: number} = {}) {
  const clock = steppedClock(Date.parse('2024-01-15T03:00:00Z'));
  const sysdate = () => wallTime(clock.now(), ZONE);
  const tables = memoryTables();
  const source = {users: syntheticUsers(options.users ?? 23), theories: theories(options.campaigns ?? 2)};
  let ids = 0;
  const {log, ...events} = memoryEventStore();
  const summaries = memoryRunSummaries();
  const deps: RunDeps = {
    campaigns: memoryCampaignSource(() => source.theories, sysdate),
    endedToday: memoryEndedToday(() => source.theories, sysdate),
    users: memoryUserSource(() => source.users),
    tables: {dssb_app: memoryGroupTables(tables, sysdate), spss: memoryGroupTables(tables, sysdate)},
    iinFormat: 'plausible',
    allocation: {method: 'random', factors: parseFactors('sex,birth_decade') ?? []},
    keys: assignmentKeys('a1'.repeat(32)),
    rosters: memoryRosterStore(),
    register: memoryEnrolmentRegister(),
    enrolmentCipher: enrolmentCipher('b2'.repeat(32)),
    cipher: rosterCipher('b2'.repeat(32)),
    events,
    runs: runProjection(events, summaries),
    // Sleeping must not move a clock that stands still for the run: it only yields.
    clock: {
      now: clock.now,
      elapsed: clock.elapsed,
      sleep: (_ms, signal) => new Promise((resolve) => signal?.addEventListener('abort', () => resolve())),
    },
    hash: chainHash('a1'.repeat(32)),
    newId: () => `event-${++ids}`,
    lease: memoryRunLease(clock),
    leaseMs: 10_000,
    rosterDays: 7,
    losses: 'exact',
    carryOverDays: 90,
    listDays: options.listDays ?? 0,
    notify: memoryNotifier(),
    nextRun: () => null,
  };
  const request: RunRequest = {
    origin: {actor: 'test', correlationId: 'test'},
    owner: 'test',
    zone: ZONE,
    next: {date: DATE, slot: null},
    countDay: {from: 5, to: 5},
    limits: {maxUsers: 200_000},
    graceMs: 0,
    forced: null,
  };
  const progress: Progress[] = [];

  /** Runs with some dependencies or words of the request replaced; answers all reports. */
  async function run(change: Partial<RunDeps> = {}, words: Partial<RunRequest> = {}): Promise<readonly RunReport[]> {
    const never = new AbortController().signal;
    const outcome = await runDistribution(
      {...deps, ...change},
      {...request, ...words},
      (it) => progress.push(it),
      never,
    );
    if (outcome.type === 'active') throw new Error('the lease is held');
    clock.advance(60_000);
    return outcome.reports;
  }

  /** All rows but for INSERT_DATETIME, sorted: what must be the same however often the run was interrupted. */
  const rows = () =>
    TABLES.flatMap((table) =>
      tables.get(table)!.map(({insertDatetime: _, ...row}) => JSON.stringify({table, ...row})),
    ).sort();

  /** What a backup is made of and restored into, beside the others. */
  const kept = {
    ...deps,
    log,
    mails: memorySentMails(),
    summaries,
    heartbeats: memoryHeartbeats(clock),
    version: '1.2.3',
  };

  return {clock, deps, kept, request, tables, source, progress, run, rows};
}

export type World = ReturnType<typeof makeWorld>;

export function syntheticUsers(n: number, from = 0): SourceRow[] {
  return Array.from({length: n}, (_, i) => ({iin: String(999900000000 + from + i), countDay: 5, region: `R${i % 3}`}));
}

/** A source that fails before anybody is read. */
export function brokenUsers(): RunDeps['users'] {
  return memoryUserSource(() => {
    throw new Error('the source is broken');
  });
}

export function theories(n: number, name = 'Campaign'): TheoryRow[] {
  return Array.from({length: n}, (_, i) => ({
    theoryId: `SC${String(i + 1).padStart(8, '0')}`,
    name: `${name} ${i + 1}`,
    startDate: '2024-01-01 00:00:00' as WallTime,
    endDate: '2024-12-31 00:00:00' as WallTime,
  }));
}
