import {MongoClient} from 'mongodb';
import {mongoBackend} from '../../../src/adapters/agenda/mongo-backend.ts';
import {agendaBackendContract} from '../../contracts/agenda-backend.ts';
import {type MongoDouble, startMongoDouble} from '../../support/mongo-double.ts';

describe('MongoDB (test double)', () => {
  let double: MongoDouble;
  let databases = 0;
  before(async () => {
    double = await startMongoDouble();
  });
  after(() => double.stop());

  agendaBackendContract('MongoDB', async () => {
    const clients: MongoClient[] = [];
    const name = `agenda${++databases}`;
    return {
      open: () => {
        const client = new MongoClient(double.uri, {serverSelectionTimeoutMS: 500, heartbeatFrequencyMS: 500});
        clients.push(client);
        return mongoBackend(client.db(name));
      },
      down: () => double.down(),
      up: () => double.up(),
      close: async () => {
        await double.up();
        for (const client of clients) await client.close();
      },
    };
  });
});
