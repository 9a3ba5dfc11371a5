import {expect} from 'chai';
import {mongoEventStore} from '../../../src/adapters/mongodb/event-store.ts';
import {mongoRunSummaries} from '../../../src/adapters/mongodb/run-summaries.ts';
import {mongoSurvey} from '../../../src/adapters/mongodb/survey.ts';
import {event} from '../../contracts/event-store.ts';
import {mongoHarness} from '../../support/mongo-harness.ts';
import {type MongoServer, startMongoServer} from '../../support/mongo-server.ts';

describe('a look at a state in MongoDB', () => {
  let server: MongoServer;
  before(async () => {
    server = await startMongoServer();
  });
  after(() => server.stop());

  it('makes nothing, and tells what is missing, what is there, and of which shape', async () => {
    const {open, close} = mongoHarness(server);
    const state = open();
    const survey = mongoSurvey(state);
    const collections = () =>
      state.look(async (db) => (await db.listCollections().toArray()).map(({name}) => name).sort());
    expect(await survey()).to.deep.equal({missing: [], events: [], runs: 0, shape: null});
    expect(await collections()).to.deep.equal([]);

    const [one, two] = ['distribution-2024-01-15', 'scheduler'];
    const events = mongoEventStore(open());
    await events.append(one, 0, [event(one, 1), {...event(one, 2), schema: 2}, event(one, 3)]);
    await events.append(two, 0, [event(two, 1)]);
    const counts = [
      {type: 'Tested', schema: 1, count: 3},
      {type: 'Tested', schema: 2, count: 1},
    ];
    expect(await survey()).to.deep.equal({missing: [], events: counts, runs: 1, shape: null});
    await mongoRunSummaries(open(), 2).save([], 0, 3);
    await state.look((db) => db.collection('run_summaries').drop());
    const {missing, shape} = await survey();
    expect(shape).to.equal(2);
    expect(missing).to.have.length(5);
    expect(missing).to.include('index {"generation":1,"key":1} of run_summaries');
    expect(await collections()).to.not.include('run_summaries');
    await close();
  });
});
