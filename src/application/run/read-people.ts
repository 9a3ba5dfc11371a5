import type {CountDay} from '../../domain/count-day.ts';
import type {RunId} from '../../domain/ids.ts';
import type {IinFormat} from '../../domain/iin-format.ts';
import {columnLabel, type Factor} from '../../domain/strata.ts';
import {UserIntake} from '../../domain/user-intake.ts';
import type {Observe} from '../events/progress.ts';
import type {RunProjection} from '../events/run-projection.ts';
import type {UserSource} from '../ports/user-source.ts';

type PeopleDeps = {
  readonly users: UserSource;
  readonly runs: RunProjection;
  readonly iinFormat: IinFormat;
};

/** So many runs back it is looked how long ids are. */
const REMEMBERED_RUNS = 30;

/** Reads the source: who is in it, without spoilt ids, and what the columns of `factors` say of each. */
export async function readPeople(
  deps: PeopleDeps,
  {run, countDay, factors}: {run: RunId; countDay: CountDay; factors: readonly Factor[]},
  observe: Observe,
): Promise<UserIntake> {
  observe({type: 'stage', run, stage: 'getting_spss_users'});
  const intake = new UserIntake(deps.iinFormat);
  for await (const {iins, values} of deps.users(countDay)) {
    intake.add(
      iins,
      values.map((row) => columnLabel(factors, row)),
    );
    observe({type: 'rows', run, done: intake.counts.found, total: null});
  }
  intake.dropShort(await lastDigits(deps.runs));
  return intake;
}

/** How many digits most ids had in the last load that was planned and had such ids; null if the latest runs had none. */
async function lastDigits(runs: RunProjection): Promise<number | null> {
  const latest = await runs.list({limit: REMEMBERED_RUNS});
  return latest.find(({idDigits}) => idDigits !== null)?.idDigits ?? null;
}
