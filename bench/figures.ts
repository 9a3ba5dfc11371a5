import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';

/** A measured figure beside its aim. Nothing here is asserted: whoever reads the table judges. */
export type Figure = {readonly what: string; readonly measured: string; readonly aim?: string};

/** Says what is going on, for whoever waits. */
export type Say = (line: string) => void;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Seconds that `work` takes; it does not clear up after others. */
export async function timed(work: () => unknown): Promise<number> {
  collectGarbage();
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

export const count = (n: number) => Math.round(n).toLocaleString('en-US');
export const seconds = (n: number) => `${n.toFixed(2)} s`;
export const times = (n: number) => `${n.toFixed(2)} x`;
export const megabytes = (n: number) => `${Math.round(n)} MB`;

export function printTable(figures: readonly Figure[]): void {
  const rows = [{what: 'medians, here and now', measured: '', aim: 'aim'}, ...figures];
  const [left, middle] = (['what', 'measured'] as const).map((key) => Math.max(...rows.map((row) => row[key].length)));
  const lines = rows.map(({what, measured, aim = ''}) =>
    `${what.padEnd(left!)}  ${measured.padStart(middle!)}  ${aim}`.trimEnd(),
  );
  process.stdout.write(`\n${lines.join('\n')}\n\n`);
}
