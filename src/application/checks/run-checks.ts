import {asFailure, Failure} from '../failure.ts';
import {CHECK_IDS, type CheckId, type CheckResult, type Judgement} from '../ports/check-result.ts';
import type {Clock} from '../ports/clock.ts';
import {within} from '../within.ts';
import {unknown} from './judgement.ts';

/** What each check does: asks, and judges. Nothing that it does changes anything. */
export type Checks = Readonly<Record<CheckId, () => Promise<Judgement>>>;

export type Choice = {
  /** All when it is empty. */
  readonly only: readonly CheckId[];
  readonly skip: readonly CheckId[];
  readonly accepted: readonly CheckId[];
  /** The longest that a check may take; the whole takes no longer, since all are at work at once. */
  readonly longestMs: number;
};

/** All that are chosen at once, each for a bounded time. Never rejects: a check that breaks is `unknown`, and tells why. */
export async function runChecks(
  checks: Checks,
  clock: Pick<Clock, 'elapsed' | 'sleep'>,
  {only, skip, accepted, longestMs}: Choice,
): Promise<CheckResult[]> {
  const chosen = CHECK_IDS.filter((id) => (only.length === 0 || only.includes(id)) && !skip.includes(id));
  return Promise.all(
    chosen.map(async (id) => {
      const began = clock.elapsed();
      const judgement = await judgeInTime(checks[id], clock, longestMs);
      const isAccepted = accepted.includes(id) && judgement.state !== 'ok' && judgement.state !== 'skipped';
      return {id, ...judgement, isAccepted, ms: Math.round(clock.elapsed() - began)};
    }),
  );
}

async function judgeInTime(
  check: () => Promise<Judgement>,
  clock: Pick<Clock, 'sleep'>,
  ms: number,
): Promise<Judgement> {
  try {
    return (await within(clock, ms, check())) ?? unknown(`no answer within ${ms} ms`);
  } catch (error) {
    return unknown(asFailure(error).message);
  }
}

/** Reads `SC-D05,D06`: ids with or without their beginning. Throws `usage` for one that is not known. */
export function parseCheckIds(text: string): CheckId[] {
  return text.split(',').map((given) => {
    const wanted = given.trim().toUpperCase();
    const id = CHECK_IDS.find((it) => it === wanted || it === `SC-${wanted}`);
    if (id) return id;
    throw new Failure('usage', `there is no check ${JSON.stringify(given.slice(0, 20))}`, {
      advice: `ids are ${CHECK_IDS[0]} to ${CHECK_IDS.at(-1)}; D05 is short for SC-D05`,
    });
  });
}
