import {GROUP_LETTERS} from './ids.ts';

/** What one look found of a campaign, a count a group: rows that stood until then, and those of them that are gone now. */
export type Loss = {readonly stood: readonly number[]; readonly lost: readonly number[]};

/** All losses of a campaign: rows gone by group, and the evidence that groups lose unequally, as the logarithm of its factor. */
export type Losses = {
  readonly lost: readonly number[];
  readonly evidence: number;
  /** The most that the evidence ever was: what was shown once stays shown. */
  readonly most: number;
};

export const NO_LOSSES: Losses = {lost: GROUP_LETTERS.map(() => 0), evidence: 0, most: 0};

/** How many losses the expectation of equal ones weighs as much as: larger finds smaller differences, and later. */
const PRIOR = 20;
/** Of all campaigns that lose equally this share is ever taken for another, however often they are looked at. */
const LOSS_ALPHA = 0.001;
/** Evidence from which groups are taken to lose unequally. */
export const ALARM_AT = 1 / LOSS_ALPHA;

/** Whether groups lose rows unequally, by all that was ever seen of the campaign. */
export function isUnequal({most}: Losses): boolean {
  return most >= Math.log(ALARM_AT);
}

/** The most that the evidence ever was, as the factor that is compared with `ALARM_AT`; finite, however much it is. */
export function evidenceOf({most}: Losses): number {
  return Math.min(Math.exp(most), Number.MAX_SAFE_INTEGER);
}

/**
 * The e-process of Lindon and Malek: the likelihood of the losses under groups that lose at rates of their own
 * (Dirichlet–multinomial) over that under equal rates. Under equal rates it is a martingale, so that by Ville's inequality it
 * ever reaches 1/α with a probability of at most α.
 */
export function addLoss({lost: before, evidence, most}: Losses, {stood, lost}: Loss): Losses {
  const all = sum(stood);
  let logFactor = -logRising(PRIOR + sum(before), sum(lost));
  for (const [g, n] of lost.entries()) {
    if (n === 0) continue;
    const share = stood[g]! / all;
    logFactor += logRising(PRIOR * share + before[g]!, n) - n * Math.log(share);
  }
  const now = evidence + logFactor;
  return {lost: before.map((n, g) => n + lost[g]!), evidence: now, most: Math.max(most, now)};
}

/** Rows of a campaign's groups in DSSB: how many there should be, and how many there are. */
export type GroupRows = {readonly expected: readonly number[]; readonly found: readonly number[]};

/** What is gone since the losses that are known; null when nothing is. Rows that have come back are no loss. */
export function newLoss({lost: known}: Losses, {expected, found}: GroupRows): Loss | null {
  const lost = known.map((n, g) => Math.max(0, expected[g]! - found[g]! - n));
  return lost.some((n) => n > 0) ? {stood: known.map((n, g) => expected[g]! - n), lost} : null;
}

/** ln of a · (a + 1) · … of n factors. */
function logRising(a: number, n: number): number {
  let log = 0;
  for (let i = 0; i < n; i++) log += Math.log(a + i);
  return log;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, n) => total + n, 0);
}
