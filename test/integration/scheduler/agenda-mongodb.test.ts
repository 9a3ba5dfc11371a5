import {mongoBackend} from '../../../src/adapters/agenda/mongo-backend.ts';
import {systemClock} from '../../../src/adapters/clock/system-clock.ts';
import {type MongoState, mongoState} from '../../../src/adapters/mongodb/mongo-connection.ts';
import {agendaBackendContract} from '../../contracts/agenda-backend.ts';
import {type MongoDouble, startMongoDouble} from '../../support/mongo-double.ts';
import {addressOf} from '../../support/mongo-harness.ts';

describe('MongoDB (test double)', () => {
  let double: MongoDouble;
  let databases = 0;
  before(async () => {
    double = await startMongoDouble();
  });
  after(() => double.stop());

  agendaBackendContract('MongoDB', async () => {
    const states: MongoState[] = [];
    const name = `agenda${++databases}`;
    return {
      open: () => {
        const state = mongoState({
          uri: addressOf(double.uri, name),
          clock: systemClock,
          onWait: () => {},
          stopping: new AbortController().signal,
          timeouts: {selectionMs: 500, answerMs: 5_000},
          longestMs: 0,
        });
        states.push(state);
        return mongoBackend({use: state.look});
      },
      down: () => double.down(),
      up: () => double.up(),
      close: async () => {
        await double.up();
        for (const state of states) await state.close();
      },
    };
  });
});
