import {readHistory} from '../../src/application/events/run-history.ts';
import {asFailure} from '../../src/application/failure.ts';
import {abandonRun} from '../../src/application/run/abandon-run.ts';
import {lookPart, sealPart, shelfOf} from '../../src/application/run/enrolment/look.ts';
import {TABLES_SOURCE} from '../../src/application/run/enrolment/settle-sources.ts';
import {runDistribution} from '../../src/application/run/run-distribution.ts';
import type {RunDeps, RunRequest} from '../../src/application/run/run-request.ts';
import type {AllocationRule} from '../../src/domain/group-allocator.ts';
import type {BusinessDate, IsoInstant, WallTime} from '../../src/domain/ids.ts';
import {parseIin} from '../../src/domain/iin.ts';
import {parseFactors} from '../../src/domain/strata.ts';
import {TABLES} from '../../src/domain/tables.ts';
import {syntheticUsers, theories} from '../support/world.ts';
import {FAULTS, type FaultDealer} from './faults.ts';
import {unfinished} from './invariants.ts';
import {type Process, Scheduler, seededRandom} from './scheduler.ts';
import {connectProcess, makeSimulatedWorld, type SimulatedDeps, type SimulatedWorld, ZONE} from './world.ts';

/** What a planted bug changes: how a process reaches the world. */
export type Sabotage = (deps: SimulatedDeps, world: SimulatedWorld) => RunDeps;

export type History = {
  readonly world: SimulatedWorld;
  /** How each process ended, in order. */
  readonly ends: readonly string[];
  readonly faults: readonly string[];
};

const BY_REGION: AllocationRule = {method: 'stratified', factors: parseFactors('REGION') ?? []};
const BY_FORMER_GROUP: AllocationRule = {method: 'stratified', factors: parseFactors('former_group') ?? []};
const BY_CHANCE: AllocationRule = {method: 'random', factors: parseFactors('sex,birth_decade') ?? []};
const HOUR_MS = 3_600_000;
const CALM_ATTEMPTS = 12;
const LOOKS = 200;
const LOOK_MS = 50;

/**
 * One history: processes start, fail, die, freeze and wake up while clocks jump and the source changes; then all is
 * calm and runs are made until nothing is left to do. The seed decides everything.
 */
export async function playHistory(seed: number, sabotage: Sabotage = (deps) => deps): Promise<History> {
  const random = seededRandom(seed);
  const scheduler = new Scheduler(random);
  // Every other history, with the bugs that it is to find, is of stratified runs, by what only rosters keep.
  const rule = [BY_CHANCE, BY_REGION, BY_CHANCE, BY_FORMER_GROUP][seed % 4] ?? BY_CHANCE;
  const world = makeSimulatedWorld(scheduler, random, rule);
  if (rule === BY_FORMER_GROUP) await world.register.add(endedCampaign(world));
  const [ends, faults]: [string[], string[]] = [[], []];
  const processes: Process[] = [];
  let faultsLeft = random.between(0, 12);
  let startsLeft = random.between(1, 5);
  const faultRate = random.pick([0.01, 0.03, 0.1]);

  const dealer: FaultDealer = {
    draw: (call) => {
      // One call of hundreds, and the one whose late landing meets most.
      const isPlan = call === 'append of DistributionPlanned';
      if (faultsLeft === 0 || !random.chance(isPlan ? 0.2 : faultRate)) return null;
      faultsLeft--;
      const fault = isPlan ? 'late' : random.pick(FAULTS);
      faults.push(`${fault} at ${call}`);
      return fault;
    },
    world: () => {
      const happening = random.pick(HAPPENINGS);
      faults.push(happening);
      if (happening === 'clock jump') {
        const clock = random.pick(['machine', 'dssb', 'spss'] as const);
        world.offsets[clock] += random.pick([-1, 1]) * random.pick([1_000, 20_000, HOUR_MS]);
      } else if (happening === 'source change') {
        world.source.users = syntheticUsers(random.between(0, 100), random.between(0, 100));
      } else if (happening === 'campaigns change') {
        // Campaigns come and are renamed; people of one that ends would rightly be dealt again.
        world.source.theories = theories(random.between(world.source.theories.length, 4), `v${random.between(1, 9)}`);
      } else if (happening === 'session killed') {
        for (const table of TABLES) for (const database of [world.dssb, world.spss]) database.killHolder(table);
      } else if (happening === 'SPSS outage') {
        world.spss.writableFrom = scheduler.now + random.between(10_000, 200_000);
        if (random.chance(0.5)) void nextMorning();
      } else if (happening === 'midnight') {
        midnight();
      } else if (happening === 'abandon') {
        void start(abandonOwed);
      } else {
        void start(runOnce);
      }
    },
    frozen: (ms) => {
      if (random.chance(0.3)) void giveUp(ms);
    },
  };

  function midnight(): void {
    world.dates.day = 1;
    world.source.users = syntheticUsers(random.between(1, 60), 200);
  }

  /** The next day's run comes while SPSS is still away. */
  async function nextMorning(): Promise<void> {
    await scheduler.wait(null, random.between(0, 30_000));
    midnight();
    await start(runOnce);
  }

  /** Somebody gives the frozen process's run up, and its people are dealt again before it wakes. */
  async function giveUp(withinMs: number): Promise<void> {
    await scheduler.wait(null, random.between(0, withinMs));
    await start(abandonOwed);
    await start(runOnce);
  }

  function start(work: (deps: RunDeps, world: SimulatedWorld) => Promise<string>): Promise<void> {
    const process: Process = {name: `p${processes.length + 1}`, alive: true, frozenUntil: 0};
    processes.push(process);
    const ended = (how: string) => void ends.push(`${process.name} ${how}`);
    return work(sabotage(connectProcess(world, {scheduler, dealer}, process), world), world).then(ended, (error) =>
      ended(asFailure(error).message),
    );
  }

  // The troubled part: starts at random moments, each as a scheduler or an operator would make it.
  void (async () => {
    while (startsLeft-- > 0) {
      void start(runOnce);
      if (random.chance(0.5)) void start(lookOn);
      await scheduler.wait(null, random.between(0, 40_000));
    }
  })();
  await scheduler.run(() => false);

  // The calm part: no faults, and long enough for every lease and lock to end.
  faultsLeft = 0;
  for (const process of processes) process.alive = false;
  world.offsets.machine += 2 * HOUR_MS;
  world.spss.writableFrom = 0;
  for (let attempt = 0; attempt < CALM_ATTEMPTS; attempt++) {
    let [last, over] = ['', false];
    void start(async (deps) => (last = await runByHand(deps, world))).then(() => (over = true));
    await scheduler.run(() => over);
    if (last.startsWith('skipped') && unfinished(await readHistory(world.events)).length === 0) break;
  }
  return {world, ends, faults};
}

/** Half of the people whom sources have were met in a campaign that ended five days ago. */
function endedCampaign({enrolmentCipher: cipher}: SimulatedWorld) {
  const shelf = shelfOf('SC00000009', cipher);
  const on = '2024-01-10' as BusinessDate;
  const since = {dssb_app: `${on} 00:00:00` as WallTime, spss: `${on} 00:00:00` as WallTime};
  const look = {on, countedOn: on, since, recent: {}, total: {}, beginning: {}, ours: {}, tabs: {}, rests: []};
  const people = cipher.fingerprints(syntheticUsers(300).flatMap(({iin}, i) => (i % 2 ? (parseIin(iin) ?? []) : [])));
  const place = {shelf, source: `${TABLES_SOURCE}0/distribution-${on}/1`, part: 0};
  return [lookPart(cipher, shelf, look), sealPart(cipher, place, new Uint8Array(people.buffer))];
}

const HAPPENINGS = [
  'clock jump',
  'source change',
  'campaigns change',
  'session killed',
  'SPSS outage',
  'midnight',
  'abandon',
  'second start',
] as const;

/** A scheduled run of the day: it goes ahead after an owed one, unless that owes DSSB rows. */
function request({dates: {day}}: SimulatedWorld): RunRequest {
  const date = `2024-01-${15 + day}` as BusinessDate;
  return {
    origin: {actor: 'simulation', correlationId: 'simulation'},
    owner: 'simulated',
    zone: ZONE,
    graceMs: 0,
    next: {date, slot: day === 0 ? null : (`${date}T04:00:00.000Z` as IsoInstant)},
    countDay: {from: 5, to: 5},
    limits: {maxUsers: 200_000},
    // The sizes of simulated runs jump as they like.
    forced: 'simulated',
  };
}

const runOnce = (deps: RunDeps, world: SimulatedWorld) => run(deps, request(world));

/** An operator's: it makes a run although that of the slot is over. */
function runByHand(deps: RunDeps, world: SimulatedWorld): Promise<string> {
  const {next, ...rest} = request(world);
  return run(deps, {...rest, next: {date: next!.date, slot: null}});
}

async function run(deps: RunDeps, words: RunRequest): Promise<string> {
  const outcome = await runDistribution(deps, words, () => {}, new AbortController().signal);
  if (outcome.type === 'active') return 'active';
  const {status, reason, error} = outcome.reports.at(-1)!;
  return `${status} ${reason ?? error?.message ?? ''}`;
}

/** A service that runs nothing, and keeps the read model up all the same. */
async function lookOn(deps: RunDeps): Promise<string> {
  for (let look = 0; look < LOOKS; look++) {
    await deps.runs.open();
    await deps.clock.sleep(LOOK_MS);
  }
  return 'looked on';
}

async function abandonOwed(deps: RunDeps, world: SimulatedWorld): Promise<string> {
  const owed = unfinished(await readHistory(deps.events)).find(({run}) => run.plan);
  if (!owed) return 'nothing to abandon';
  const {origin, owner, zone} = request(world);
  const answer = await abandonRun(deps, {id: owed.id, reason: 'simulated', origin, owner, zone}, () => {});
  return `abandoning: ${answer.type}`;
}
