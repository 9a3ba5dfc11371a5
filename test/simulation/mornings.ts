import {cronSchedule} from '../../src/adapters/cron/cron-schedule.ts';
import {readHistory} from '../../src/application/events/run-history.ts';
import {readScheduler} from '../../src/application/events/scheduler-stream.ts';
import type {IsoInstant} from '../../src/domain/ids.ts';
import {makeServiceWorld} from '../support/service-world.ts';
import {syntheticUsers} from '../support/world.ts';
import {type Random, seededRandom} from './scheduler.ts';

type World = ReturnType<typeof makeServiceWorld>;
type Started = NonNullable<Parameters<World['start']>[0]>;

/** What a planted bug changes: what a process stands on. */
export type ServiceSabotage = (given: Started, world: World) => Started;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const ZONE = 'Asia/Almaty';
const CRONS = ['0 9 * * *', '55 8 * * *', '10 9 * * *'] as const;
const WRONG_MS = [45_000, 2 * HOUR_MS, 24.5 * HOUR_MS, 24.5 * HOUR_MS, 30 * HOUR_MS, 30 * HOUR_MS, 400 * DAY_MS];
const BEHIND_MS = [2 * HOUR_MS, 26 * HOUR_MS, 400 * DAY_MS];
const CALM_DAYS = 2;

/**
 * Mornings of a service, from 08:50 to 09:20: processes with clocks of their own that are wrong, jump and are set right, and a
 * schedule that changes; then two calm ones. Answers what is broken. The seed decides everything.
 */
export async function playMornings(seed: number, sabotage: ServiceSabotage = (given) => given): Promise<string[]> {
  const random = seededRandom(seed);
  const world = makeServiceWorld('2024-01-15T02:50:00Z', {users: 20, lateLoadCheckMs: 0});
  const troubled = random.between(1, 3);
  // Of several processes each hears the state store's clock; one alone has none but its own, or that too.
  const processes = random.pick([1, 1, 3]);
  const hears = processes > 1 || random.chance(0.5);
  let cron: string = CRONS[0];
  const broken: string[] = [];
  const crons: string[] = [];
  for (let day = 0; day < troubled + CALM_DAYS; day++) {
    const isCalm = day >= troubled;
    if (!isCalm && day > 0 && random.chance(0.5)) cron = random.pick(CRONS);
    crons.push(cron);
    // The change comes at 08:50, before that day's slot by either schedule.
    world.source.users.push(...syntheticUsers(5, 100 * (day + 1)));
    // What another clock knows costs no day, wherever this one stands.
    const behindMs = hears && !isCalm && processes === 1 && random.chance(0.5) ? random.pick(BEHIND_MS) : 0;
    const isChanged = cron !== crons.at(-2);
    await playMorning(world, {random, day, cron, processes, hears, behindMs, isCalm, isChanged}, sabotage);
    if (isCalm || behindMs > 0) broken.push(...(await dayLost(world, day, cron, behindMs)));
  }
  return [...broken, ...(await untrue(world, crons)), ...(processes > 1 ? await alarms(world) : [])];
}

type Morning = {
  readonly random: Random;
  readonly day: number;
  readonly cron: string;
  readonly processes: number;
  /** Whether processes ask the state store what time it is. */
  readonly hears: boolean;
  /** So far the only clock is behind all morning; 0 for what else may be wrong. */
  readonly behindMs: number;
  readonly isCalm: boolean;
  readonly isChanged: boolean;
};

async function playMorning(world: World, morning: Morning, sabotage: ServiceSabotage): Promise<void> {
  const {random, day, cron, processes, hears, behindMs, isChanged} = morning;
  const isCalm = morning.isCalm || behindMs > 0;
  const start = Date.parse('2024-01-15T02:50:00Z') + day * DAY_MS;
  await world.clock.advanceTo(start);
  const wrong = () => random.pick([-1, 1]) * random.pick(WRONG_MS);
  const skews = Array.from({length: processes}, () => ({ms: -behindMs}));
  // One clock is wrong, at the start or from some moment on.
  const skew = skews[0]!;
  // Not behind when it starts with another schedule: nobody can know then that the change was later.
  if (!isCalm && random.chance(0.3)) skew.ms = isChanged ? Math.abs(wrong()) : wrong();
  const services = skews.map((own) => {
    const clock = {...world.clock, now: () => world.clock.now() + own.ms};
    const stateTime = hears ? async () => world.clock.now() : null;
    return world.start(sabotage({cron, clock, stateTime}, world));
  });
  for (const at of [random.between(1, 15), random.between(16, 25)]) {
    await world.clock.advanceTo(start + at * MINUTE_MS);
    if (!isCalm && random.chance(0.7)) skew.ms = skew.ms === 0 ? wrong() : 0;
    if (!isCalm)
      await world.clock.advanceTo(start + at * MINUTE_MS + random.pick([30_000, 4 * MINUTE_MS, 4 * MINUTE_MS]));
    if (behindMs === 0 && random.chance(0.6)) skew.ms = 0;
  }
  await world.clock.advanceTo(start + 30 * MINUTE_MS);
  for (const service of services) await service.stop();
}

/** A calm day has one run of its slot, begun at its time, which a clock that is behind shows as so much earlier. */
async function dayLost(world: World, day: number, cron: string, behindMs: number): Promise<string[]> {
  const from = Date.parse('2024-01-15T02:50:00Z') + day * DAY_MS;
  const slots = cronSchedule(cron, ZONE).between(from, from + 30 * MINUTE_MS);
  const history = await readHistory(world.deps.events);
  return slots.flatMap((slot) => {
    const begun = history.filter(({run, events}) => run.slot === slot && isNear(events[0]!.at, slot, behindMs));
    return begun.length === 1 ? [] : [`${begun.length} runs were begun for ${slot} at its time`];
  });
}

const isNear = (at: string, slot: string, behindMs: number) =>
  Math.abs(Date.parse(at) + behindMs - Date.parse(slot)) < 2 * MINUTE_MS;

/** What must never be, whatever the clocks showed. */
async function untrue(world: World, crons: readonly string[]): Promise<string[]> {
  const {released, missed} = await readScheduler(world.deps.events);
  const history = await readHistory(world.deps.events);
  const answering = history.filter(({id}) => released.every(({runId}) => runId !== id));
  const slots = answering.flatMap(({run}) => (run.slot === null ? [] : [run.slot]));
  const now = new Date(world.clock.now()).toISOString() as IsoInstant;
  const twice = slots.filter((slot, i) => slots.indexOf(slot) !== i).map((slot) => `${slot} has two runs`);
  const sums = missed.length > 40 ? [`${missed.length} slots are recorded as missed one by one`] : [];
  const mails = world.told.filter(({kind}) => kind === 'missed').length;
  const flood = mails > 10 ? [`${mails} mails of missed slots`] : [];
  // No time was owed that the schedule did not have.
  const start = Date.parse('2024-01-15T02:50:00Z');
  const due = new Set([
    ...cronSchedule(CRONS[0], ZONE).between(start - 400 * DAY_MS, start),
    ...crons.flatMap((cron, day) => cronSchedule(cron, ZONE).between(start + day * DAY_MS, start + (day + 1) * DAY_MS)),
  ]);
  const invented = missed.filter(({slot}) => slot <= now && !due.has(slot)).map(({slot}) => `${slot} was never due`);
  return [...twice, ...sums, ...flood, ...invented];
}

/** Of several processes most know what time it is: one wrong clock is no news. */
async function alarms(world: World): Promise<string[]> {
  const {released, missed} = await readScheduler(world.deps.events);
  return [
    ...released.map(({slot}) => `${slot} was run before its time`),
    ...missed.map(({slot}) => `${slot} is called missed`),
  ];
}
