import type {WallTime} from '../../domain/ids.ts';
import type {Database} from '../../domain/tables.ts';
import {wallTime} from '../../domain/wall-time.ts';
import type {Clock} from '../ports/clock.ts';
import type {GroupTables} from '../ports/group-tables.ts';

const TOLERANCE_MS = 30_000;

/** The clocks that a run relies on; `stateTime` in ms since 1970, null where it is this machine's. */
export type Clocks = {
  readonly clock: Clock;
  readonly zone: string;
  readonly tables: Readonly<Record<Database, Pick<GroupTables, 'sysdate'>>>;
  readonly stateTime: (() => Promise<number>) | null;
};

/** A warning for each clock that is off by more than 30 s. One that cannot be asked says nothing: others tell of that. */
export async function checkClocks({clock, zone, tables, stateTime}: Clocks): Promise<string[]> {
  const wall = (time: WallTime) => Date.parse(`${time.replace(' ', 'T')}Z`);
  const here = () => wall(wallTime(clock.now(), zone));
  const offsets: (readonly [name: string, offset: () => Promise<number>])[] = [
    ['the SYSDATE of DSSB_APP', async () => wall(await tables.dssb_app.sysdate()) - here()],
    ['the SYSDATE of SPSS', async () => wall(await tables.spss.sysdate()) - here()],
  ];
  if (stateTime) offsets.push(['the clock of the state store', async () => (await stateTime()) - clock.now()]);
  const warnings: string[] = [];
  for (const [name, offset] of offsets) {
    const ms = await offset().catch(() => 0);
    if (Math.abs(ms) > TOLERANCE_MS) warnings.push(warning(name, ms, zone));
  }
  return warnings;
}

function warning(name: string, ms: number, zone: string): string {
  const seconds = Math.round(Math.abs(ms) / 1000);
  return `${name} is ${seconds} s ${ms > 0 ? 'ahead of' : 'behind'} this machine's time in ${zone}: set the clocks, or the zone of the one that is wrong`;
}
