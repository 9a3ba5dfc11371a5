import type {WallTime} from '../../domain/ids.ts';
import type {Database} from '../../domain/tables.ts';
import {wallTime} from '../../domain/wall-time.ts';
import type {Clock} from '../ports/clock.ts';
import type {GroupTables} from '../ports/group-tables.ts';

/** Clocks that differ by no more agree. */
export const TOLERANCE_MS = 30_000;

/** The clocks that a run relies on; `stateTime` in ms since 1970, null where it is this machine's. */
export type Clocks = {
  readonly clock: Clock;
  readonly zone: string;
  readonly tables: Readonly<Record<Database, Pick<GroupTables, 'sysdate'>>>;
  readonly stateTime: (() => Promise<number>) | null;
};

/**
 * What the other clocks show that answer, in ms since 1970: the state store's, which all processes share, or else those of the
 * databases. A SYSDATE off by whole quarters of an hour may be of another zone: it agrees.
 */
export async function otherTimes({clock, zone, tables, stateTime}: Clocks): Promise<readonly number[]> {
  if (stateTime) return stateTime().then((time) => [time], () => []); // biome-ignore format: short
  const asked = [tables.dssb_app, tables.spss].map(async (it) => {
    const [shown, now] = [wall(await it.sysdate()), clock.now()];
    const aheadOf = (time: number) => shown - wall(wallTime(time, zone));
    if (isOtherZone(aheadOf(now))) return now;
    const time = now + aheadOf(now);
    // The zone may have had another offset then.
    return time + aheadOf(time);
  });
  return (await Promise.allSettled(asked)).flatMap((it) => (it.status === 'fulfilled' ? [it.value] : []));
}

/** Whether most of these times are before an instant. */
export function areBefore(times: readonly number[], at: number): boolean {
  return times.filter((time) => time < at - TOLERANCE_MS).length > times.length / 2;
}

const QUARTER_MS = 15 * 60_000;
const WIDEST_ZONES_MS = 14 * 3_600_000;

function isOtherZone(ms: number): boolean {
  const off = Math.abs(ms - Math.round(ms / QUARTER_MS) * QUARTER_MS);
  return off <= TOLERANCE_MS && Math.abs(ms) >= QUARTER_MS - TOLERANCE_MS && Math.abs(ms) <= WIDEST_ZONES_MS;
}

function wall(time: WallTime): number {
  return Date.parse(`${time.replace(' ', 'T')}Z`);
}

/** Whether most of them are after it. */
export function areAfter(times: readonly number[], at: number): boolean {
  return times.filter((time) => time > at + TOLERANCE_MS).length > times.length / 2;
}

/** What time it is: this machine's, unless most of the others say otherwise. */
export async function agreedTime(clocks: Clocks): Promise<number> {
  const [now, times] = [clocks.clock.now(), await otherTimes(clocks)];
  const middle = times.toSorted((a, b) => a - b)[times.length >> 1];
  return middle !== undefined && (areBefore(times, now) || areAfter(times, now)) ? middle : now;
}

/** How far a clock is ahead of this machine's, in ms; null when it could not be asked. */
export type ClockOffset = {readonly name: string; readonly ms: number | null};

/** Of each database, and of the state store where it has a clock of its own. */
function clockOffsets({clock, zone, tables, stateTime}: Clocks): Promise<ClockOffset[]> {
  const here = () => wall(wallTime(clock.now(), zone));
  const offsets: (readonly [name: string, offset: () => Promise<number>])[] = [
    ['the SYSDATE of DSSB_APP', async () => wall(await tables.dssb_app.sysdate()) - here()],
    ['the SYSDATE of SPSS', async () => wall(await tables.spss.sysdate()) - here()],
  ];
  if (stateTime) offsets.push(['the clock of the state store', async () => (await stateTime()) - clock.now()]);
  return Promise.all(offsets.map(async ([name, offset]) => ({name, ms: await offset().catch(() => null)})));
}

/** A warning for each clock that is off by more than 30 s. One that cannot be asked says nothing: others tell of that. */
export async function checkClocks(clocks: Clocks): Promise<string[]> {
  return (await clockOffsets(clocks)).flatMap((offset) => offsetWarning(offset, clocks.zone) ?? []);
}

/** How far a wall clock was ahead of this machine's, which was then at `at`. */
export function wallOffset({shown, at}: {readonly shown: WallTime; readonly at: number}, zone: string): number {
  return wall(shown) - wall(wallTime(at, zone));
}

/** What is wrong with a clock; null when it agrees, or did not answer. */
export function offsetWarning({name, ms}: ClockOffset, zone: string): string | null {
  if (ms === null || Math.abs(ms) <= TOLERANCE_MS) return null;
  const seconds = Math.round(Math.abs(ms) / 1000);
  return `${name} is ${seconds} s ${ms > 0 ? 'ahead of' : 'behind'} this machine's time in ${zone}: set the clocks, or the zone of the one that is wrong`;
}
