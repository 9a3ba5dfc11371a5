import type {WallTime} from './ids.ts';

/** How large a campaign's groups will be at its end, at today's intake, and what differences they can show then. */
export type StudySize = {
  /** Runs still to come, this one counted in. */
  readonly runs: number;
  /** People of the smallest group at the end. */
  readonly group: number;
  /** Smallest detectable differences in the share of people with an outcome; left out without a BASELINE_RATE. */
  readonly detectable?: {
    readonly baseline_rate: number;
    /** One group against A, nothing else compared. */
    readonly one: number;
    /** Each of the four groups against A, α divided by four. */
    readonly each_of_four: number;
  };
};

/** Quantiles of the normal distribution: of 1 − α/2 for a two-sided α of 0.05, the same of 0.05/4, and of a power of 0.8. */
const Z = {alpha: 1.959963984540054, quarter: 2.497705474412, power: 0.8416212335729143} as const;
const DAY_MS = 86_400_000;

/** `now`: when the run is made; the later ones are made at the same time of the day, as long as the campaign lasts. */
export function studySize(
  groups: readonly {readonly carried: number; readonly size: number}[],
  {now, end, baselineRate}: {now: WallTime; end: WallTime; baselineRate: number | null},
): StudySize {
  const later = Math.max(0, Math.floor((instantOf(end) - instantOf(now)) / DAY_MS));
  const daily = groups.reduce((sum, {size}) => sum + size, 0);
  const group =
    Math.min(...groups.map(({carried, size}) => carried + size)) + Math.floor((daily * later) / groups.length);
  const size = {runs: later + 1, group};
  if (baselineRate === null || group === 0) return size;
  const [one, each_of_four] = [Z.alpha, Z.quarter].map((z) => detectable(z, baselineRate, group)) as [number, number];
  return {...size, detectable: {baseline_rate: baselineRate, one, each_of_four}};
}

/** Between two shares of `n` people each, by the normal approximation. */
function detectable(z: number, rate: number, n: number): number {
  return (z + Z.power) * Math.sqrt((2 * rate * (1 - rate)) / n);
}

/** Both are of one wall clock, so that only their difference counts. */
function instantOf(time: WallTime): number {
  return Date.parse(`${time.replace(' ', 'T')}Z`);
}
