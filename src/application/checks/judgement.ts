import {asFailure, type Failure} from '../failure.ts';
import type {Asked} from '../ports/check-facts.ts';
import type {CheckState, Judgement} from '../ports/check-result.ts';

const judge = (state: CheckState, found: string, more: Partial<Judgement> = {}): Judgement => ({
  ...{state, found, expected: null, mend: null, isAway: false},
  ...more,
});

export const ok = (found: string) => judge('ok', found);
export const warned = (found: string, more?: Partial<Judgement>) => judge('warn', found, more);
export const fail = (found: string, more?: Partial<Judgement>) => judge('fail', found, more);
export const skipped = (found: string) => judge('skipped', found);
/** It was asked, and nobody knows. */
export const unknown = (found: string) => judge('unknown', found, {isAway: true});

/** What has to answer did not, or refused. */
export function failedBy({kind, message, advice}: Failure): Judgement {
  return fail(message, {expected: 'an answer', mend: advice, isAway: kind === 'unreachable'});
}

/** Judges what is known; what is not makes the check `unknown`. */
export function judgeAsked<Value>(asked: Asked<Value>, of: (value: Value) => Judgement): Judgement {
  return 'value' in asked ? of(asked.value) : unknown(asked.failure.message);
}

export async function ask<Value>(work: () => Promise<Value>): Promise<Asked<Value>> {
  try {
    return {value: await work()};
  } catch (error) {
    return {failure: asFailure(error)};
  }
}

/** From good to bad. What is skipped hides nothing of the rest. */
const RANK: Readonly<Record<CheckState, number>> = {skipped: 0, ok: 1, unknown: 2, warn: 3, fail: 4};

/** Several judgements as one: the worst state, in the words of all that are so, or of all when all is well. */
export function together(parts: readonly Judgement[]): Judgement {
  const rank = Math.max(...parts.map(({state}) => RANK[state]));
  const worst = parts.filter(({state}) => RANK[state] === rank);
  const said = rank > RANK.ok ? parts.filter(({state}) => RANK[state] > RANK.ok) : worst;
  const join = (texts: readonly (string | null)[]) => [...new Set(texts.filter((it) => it !== null))].join('; ');
  return {
    state: worst[0]?.state ?? 'ok',
    found: join(said.map(({found}) => found)),
    expected: join(said.map(({expected}) => expected)) || null,
    mend: join(said.map(({mend}) => mend)) || null,
    isAway: worst.some(({isAway}) => isAway),
  };
}
