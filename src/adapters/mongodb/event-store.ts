import type {Collection} from 'mongodb';
import type {EventStore, StoredEvent} from '../../application/ports/event-store.ts';
import {type EventBatch, eventsOf} from './collections.ts';
import {toBatch, toEvents} from './event-batch.ts';
import {insertAtEnd, readHeads} from './log-position.ts';
import type {MongoState} from './mongo-connection.ts';

/**
 * Events in MongoDB; an append is one document, so it stands whole or not at all.
 *
 * The batches of a stream always tile the versions 1 to n. A batch is inserted only where another ended (or at 1), and
 * as batches are never changed or deleted, an end seen once is an end for good. So either the stream still ends there,
 * and the new batch extends the tiling; or the batch that follows it begins at the same version, and the unique
 * (stream, version) refuses the new one, whatever the sizes of both.
 */
export function mongoEventStore(mongo: MongoState): EventStore {
  return {
    append: async (stream, expectedVersion, events) => {
      if (events.length === 0) return {type: 'appended'};
      const batch = toBatch(stream, expectedVersion, events);
      return mongo.use(async (db) => {
        const batches = eventsOf(db);
        if ((await isEnd(batches, stream, expectedVersion)) && (await insertAtEnd(batches, batch)))
          return {type: 'appended'};
        return {type: (await isAlreadyAppended(batches, stream, events)) ? 'appended' : 'conflict'};
      });
    },

    read: async (stream, afterVersion = 0) => {
      const query = {stream, last: {$gt: afterVersion}};
      const found = await mongo.use((db) => eventsOf(db).find(query).sort({last: 1}).toArray());
      return found.flatMap(toEvents).filter(({version}) => version > afterVersion);
    },

    heads: (...range) => mongo.use((db) => readHeads(eventsOf(db), ...range)),
  };
}

/** Whether a batch ends at this version, which says that a new one may begin after it. */
async function isEnd(batches: Collection<EventBatch>, stream: string, version: number): Promise<boolean> {
  return version === 0 || (await batches.findOne({last: version, stream}, {projection: {_id: 1}})) !== null;
}

/** Whether these very events are stored already: a repeat after an answer that never came. */
async function isAlreadyAppended(
  batches: Collection<EventBatch>,
  stream: string,
  events: readonly StoredEvent[],
): Promise<boolean> {
  const [from, to] = [events[0]!.version, events.at(-1)!.version];
  const found = await batches.find({last: {$gte: from}, version: {$lte: to}, stream}).toArray();
  const ids = new Map(found.flatMap(toEvents).map(({version, id}) => [version, id]));
  return events.every(({version, id}) => ids.get(version) === id);
}
