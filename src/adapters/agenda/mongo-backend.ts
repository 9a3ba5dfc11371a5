import {MongoBackend} from '@agendajs/mongo-backend';
import type {AgendaBackend} from 'agenda';
import type {Db} from 'mongodb';

const COLLECTION = 'jobs';

/** Keeps Agenda's jobs in the collection `jobs`; opens the database's client if need be, but does not close it. */
export function mongoBackend(db: Db): AgendaBackend {
  const {name, repository} = new MongoBackend({mongo: db, collection: COLLECTION});
  return {
    name,
    repository,
    ownsConnection: false,
    connect: async () => {
      // A client that once failed to connect by itself stays closed until it is told to.
      await db.client.connect();
      // Without it two processes that define the job at once would make two: upserts race.
      const single = {unique: true, partialFilterExpression: {type: 'single'}, name: 'single'};
      await db.collection(COLLECTION).createIndex({name: 1}, single);
      // Not the backend's own connect: that also makes a collection for logs which nobody writes.
      await repository.connect();
    },
    disconnect: async () => {},
  };
}
