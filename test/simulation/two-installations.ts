import {assignmentKeys} from '../../src/adapters/crypto/assignment-keys.ts';
import {asFailure} from '../../src/application/failure.ts';
import {runDistribution} from '../../src/application/run/run-distribution.ts';
import type {RunDeps} from '../../src/application/run/run-request.ts';
import type {BusinessDate} from '../../src/domain/ids.ts';
import {parseFactors} from '../../src/domain/strata.ts';
import {memoryEnrolmentRegister} from '../support/memory/enrolment-register.ts';
import {memoryEventStore} from '../support/memory/event-store.ts';
import {memoryRosterStore} from '../support/memory/roster-store.ts';
import {memoryRunLease} from '../support/memory/run-lease.ts';
import {memoryRunSummaries, noSummaries} from '../support/memory/run-summaries.ts';
import {syntheticUsers} from '../support/world.ts';
import type {FaultDealer} from './faults.ts';
import type {Sabotage} from './history.ts';
import {Scheduler, seededRandom} from './scheduler.ts';
import {connectProcess, makeSimulatedWorld, type SimulatedWorld, ZONE} from './world.ts';

const BY_CHANCE = {method: 'random', factors: parseFactors('sex') ?? []} as const;
/** So few that the first group of two splits may be the same, or have nobody whom the other has elsewhere. */
const FEWEST_USERS = 3;

/**
 * Two installations, each with a state store of its own, on one pair of databases: runs start at random moments and meet faults.
 * Answers how many people stand in two groups, how many stand twice in a table, and how the runs ended. The seed decides everything.
 */
export async function playTwo(
  seed: number,
  sabotage: Sabotage = (deps) => deps,
): Promise<{inTwo: number; twice: number; ends: string[]}> {
  const random = seededRandom(seed);
  const scheduler = new Scheduler(random);
  const first = makeSimulatedWorld(scheduler, random, BY_CHANCE);
  first.source.users = syntheticUsers(random.between(FEWEST_USERS, random.pick([8, 120])));
  const worlds = [first, besides(first)];
  const ends: string[] = [];
  let faultsLeft = random.between(0, 6);
  const dealer: FaultDealer = {
    draw: (call) => {
      // What one does while the other stands still at its plan or its locks is what matters.
      const isAtTables = call.startsWith('dssb_app.') && random.chance(0.2);
      if (faultsLeft === 0 || !(isAtTables || random.chance(0.02))) return null;
      faultsLeft--;
      if (isAtTables) return random.pick(['freeze', 'slow', 'slow'] as const);
      return random.pick([
        'error-before',
        'error-after',
        'slow',
        'death-before',
        'death-after',
        'hang-before',
        'freeze',
      ] as const);
    },
    world: () => {},
    frozen: () => {},
  };
  for (let starts = random.between(2, 5); starts > 0; starts--) {
    const world = worlds[starts % 2]!;
    const process = {name: `p${starts}`, alive: true, frozenUntil: 0};
    void (async () => {
      await scheduler.wait(null, random.between(0, random.pick([300, 3_000, 30_000])));
      const deps = sabotage(connectProcess(world, {scheduler, dealer}, process), world);
      ends.push(await run(deps).catch((error) => asFailure(error).message));
    })();
  }
  await scheduler.run(() => false);
  return {inTwo: inTwo(first), twice: twice(first), ends};
}

/** Another installation on the same databases: its own state, and its own secret. */
function besides(world: SimulatedWorld): SimulatedWorld {
  const kept = noSummaries();
  return {
    ...world,
    kept,
    summaries: memoryRunSummaries(kept),
    events: memoryEventStore(),
    rosters: memoryRosterStore(),
    register: memoryEnrolmentRegister(),
    lease: memoryRunLease(world.machine),
    keys: assignmentKeys('d4'.repeat(32)),
  };
}

async function run(deps: RunDeps): Promise<string> {
  const words = {
    ...{origin: {actor: 'simulation', correlationId: 'simulation'}, owner: 'simulated', zone: ZONE, graceMs: 0},
    ...{next: {date: '2024-01-15' as BusinessDate, slot: null}, countDay: {from: 5, to: 5}},
    ...{limits: {maxUsers: 200_000}, forced: null},
  };
  const outcome = await runDistribution(deps, words, () => {}, new AbortController().signal);
  return outcome.type === 'active' ? 'active' : (outcome.reports.at(-1)?.status ?? 'none');
}

function inTwo({tables}: SimulatedWorld): number {
  const groups = new Map<string | null, Set<string>>();
  for (const {iin, theoryId} of [...tables.values()].flat()) {
    groups.set(iin, (groups.get(iin) ?? new Set()).add(theoryId));
  }
  return [...groups.values()].filter(({size}) => size > 1).length;
}

function twice({tables}: SimulatedWorld): number {
  return [...tables.values()].reduce((sum, rows) => sum + rows.length - new Set(rows.map(({iin}) => iin)).size, 0);
}
