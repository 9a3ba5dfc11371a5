import {Failure} from '../failure.ts';
import type {Answered, Asked, DatabaseFacts} from '../ports/check-facts.ts';
import {within} from '../within.ts';
import type {CheckSources, Inspect} from './check-sources.ts';
import type {DatabaseLook, DatabaseLooks} from './databases.ts';
import {ask} from './judgement.ts';

type LookDeps = Pick<CheckSources, 'databases' | 'clock' | 'lookMs'>;

/** Both databases at once, each for so long at most. Never rejects. */
export async function lookAtBoth(deps: LookDeps): Promise<DatabaseLooks> {
  const {databases} = deps;
  const [dssb_app, spss] = await Promise.all([look(databases.dssb_app, deps), look(databases.spss, deps)]);
  return {dssb_app, spss};
}

async function look(inspect: Inspect, {clock, lookMs}: LookDeps): Promise<DatabaseLook> {
  const seen: {answered: Answered | null} = {answered: null};
  const facts = await askFor(lookMs, clock, () =>
    inspect((answered) => {
      seen.answered = answered;
    }),
  );
  return {...seen, facts};
}

/** What is not answered in time counts as out of reach. */
export function askFor<Value>(
  ms: number,
  clock: CheckSources['clock'],
  work: () => Promise<Value>,
): Promise<Asked<Value>> {
  return ask(async () => {
    const found = await within(clock, ms, work());
    if (found === undefined) throw new Failure('unreachable', `no answer within ${ms} ms`);
    return found;
  });
}

/** A part of what was found; that it was not found is its failure. */
export function partOf<Part>(
  {facts}: DatabaseLook,
  part: (facts: DatabaseFacts) => Asked<Part> | null,
  none: Part,
): Asked<Part> {
  return 'failure' in facts ? facts : (part(facts.value) ?? {value: none});
}

/** The same answer for all who ask. */
export function once<Answer>(work: () => Promise<Answer>): () => Promise<Answer> {
  let answer: Promise<Answer> | null = null;
  return () => {
    answer ??= work();
    return answer;
  };
}
