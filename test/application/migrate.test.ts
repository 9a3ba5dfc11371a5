import {expect} from 'chai';
import {currentSchema} from '../../src/application/events/upcast.ts';
import {Failure} from '../../src/application/failure.ts';
import type {Survey} from '../../src/application/ports/state-survey.ts';
import {migrate, planMigration} from '../../src/application/state/migrate.ts';
import {SUMMARY_SHAPE} from '../../src/domain/run-summary.ts';
import {makeWorld} from '../support/world.ts';

const TYPE = 'DistributionPlanned';
const TODAY = currentSchema(TYPE);

const surveyOf =
  (change: Partial<Survey> = {}) =>
  async (): Promise<Survey> => ({
    missing: ['index a'],
    events: [
      {type: TYPE, schema: TODAY, count: 5},
      {type: TYPE, schema: 1, count: 3},
      {type: 'RunStarted', schema: 1, count: 2},
    ],
    runs: 4,
    shape: SUMMARY_SHAPE,
    ...change,
  });

describe('what the next start does to a state', () => {
  it('is what is missing, the summaries of another shape, and to read older events as they are', async () => {
    expect(TODAY).to.be.greaterThan(1);
    const whole = {made: ['index a'], summaries: 0, events: 10, older_events: 3};
    expect(await planMigration(surveyOf())).to.deep.equal(whole);
    for (const shape of [null, SUMMARY_SHAPE - 1])
      expect(await planMigration(surveyOf({shape}))).to.deep.equal({...whole, summaries: 4});
  });

  it('is nothing to the log of a newer version', async () => {
    const newer = {type: TYPE, schema: TODAY + 1, count: 1};
    const failure = await planMigration(surveyOf({events: [newer]})).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Failure);
    expect(failure).to.include({kind: 'usage'});
    expect(String(failure)).to.include(`the log has events ${TYPE} of schema ${TODAY + 1}, of a newer version`);
    expect((failure as Failure).advice).to.match(/^run the newer version .*; there is no way back for a state$/);
  });

  it('can be done before it: the store is opened, then the runs are taken from the log', async () => {
    const {runs} = makeWorld().deps;
    const done: string[] = [];
    const totals: typeof runs.totals = async () => {
      done.push('totals');
      return runs.totals();
    };
    const answer = await migrate(surveyOf({runs: 1, shape: null}), {
      runs: {...runs, totals},
      open: async () => void done.push('open'),
    });
    expect([answer.summaries, done]).to.deep.equal([1, ['open', 'totals']]);
  });
});
