import {SUMMARY_SHAPE} from '../../domain/run-summary.ts';
import type {RunProjection} from '../events/run-projection.ts';
import {currentSchema} from '../events/upcast.ts';
import {Failure} from '../failure.ts';
import type {StateSurvey} from '../ports/state-survey.ts';

/** What the next start does to the state before anything else; done by `migrate` instead, it finds nothing to do. */
export type Migration = {
  /** Tables, indexes and collections that are made. */
  readonly made: readonly string[];
  /** Runs whose summaries are made anew from the log; 0 when the read model is of this version's shape. */
  readonly summaries: number;
  readonly events: number;
  /** Of them those of an older schema, which stay as they are and are read as today's. */
  readonly older_events: number;
};

/** Looks only. Throws `usage` when the log is of a newer version. */
export async function planMigration(survey: StateSurvey): Promise<Migration> {
  const {missing, events, runs, shape} = await survey();
  const newer = events.find(({type, schema}) => schema > currentSchema(type));
  if (newer) {
    throw new Failure('usage', `the log has events ${newer.type} of schema ${newer.schema}, of a newer version`, {
      advice: 'run the newer version of softcollection on this state store; there is no way back for a state',
    });
  }
  const total = (counted: typeof events) => counted.reduce((sum, {count}) => sum + count, 0);
  return {
    made: missing,
    summaries: shape === SUMMARY_SHAPE ? 0 : runs,
    events: total(events),
    older_events: total(events.filter(({type, schema}) => schema < currentSchema(type))),
  };
}

/** Does it, and answers what there was to do. May be said again, and while another process does the same. */
export async function migrate(
  survey: StateSurvey,
  {runs, open}: {readonly runs: RunProjection; readonly open: () => Promise<unknown>},
): Promise<Migration> {
  const planned = await planMigration(survey);
  await open();
  await runs.totals();
  return planned;
}
