import type {Collection} from 'mongodb';
import type {EventLog, LoggedEvent} from '../../application/ports/event-log.ts';
import {createIndexes, type EventBatch, eventsOf} from './collections.ts';
import {toBatch, toEvents} from './event-batch.ts';
import {lastPosition} from './log-position.ts';
import type {MongoState} from './mongo-connection.ts';
import {isMissing} from './mongo-failure.ts';

/** A batch may have megabytes. */
const PAGE_BATCHES = 50;

/**
 * The collection `events` as a whole. Positions become visible in their order and batches never change, so what stands up to
 * the last position of a moment is the log of that moment, however long its reading takes.
 */
export function mongoEventLog(mongo: MongoState): EventLog {
  return {
    sharesPositions: true,

    async *read() {
      const last = await mongo.use((db) => lastPosition(eventsOf(db)));
      // Those of version 0.1.0 are few.
      const unplaced = {position: {$exists: false}};
      const first = await mongo.use((db) => eventsOf(db).find(unplaced).sort({stream: 1, version: 1}).toArray());
      yield first.flatMap(toLogged);
      for (let after = 0; after < last; ) {
        const query = {position: {$gt: after, $lte: last}};
        const page = await mongo.use((db) =>
          eventsOf(db).find(query).sort({position: 1}).limit(PAGE_BATCHES).toArray(),
        );
        yield page.flatMap(toLogged);
        after = page.at(-1)?.position ?? last;
      }
    },

    replace: async (events) => {
      await mongo.use(async (db) => {
        await dropIfThere(eventsOf(db));
        await createIndexes(db);
      });
      for await (const batch of batchesOf(events)) {
        // The same however often it is written.
        await mongo.use((db) => eventsOf(db).replaceOne({_id: batch._id}, batch, {upsert: true}));
      }
    },
  };
}

/** At once, so that no part of the old log is ever taken for the whole. */
async function dropIfThere(events: Collection<EventBatch>): Promise<void> {
  try {
    await events.drop();
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

function toLogged(batch: EventBatch): LoggedEvent[] {
  return toEvents(batch).map((event) => ({position: (batch.position ?? 0) + 1, event}));
}

/** Appends as they were. The port's position 1 is that of all batches without one, which are not told apart by it. */
async function* batchesOf(events: AsyncIterable<LoggedEvent>): AsyncGenerator<EventBatch> {
  let open: LoggedEvent[] = [];
  for await (const logged of events) {
    const isSame = logged.position > 1 && open[0]?.position === logged.position;
    if (open.length > 0 && !isSame) {
      yield batchOf(open);
      open = [];
    }
    open.push(logged);
  }
  if (open.length > 0) yield batchOf(open);
}

function batchOf([first, ...more]: LoggedEvent[]): EventBatch {
  const {position, event} = first!;
  const batch = toBatch(event.stream, event.version - 1, [event, ...more.map((logged) => logged.event)]);
  return position > 1 ? {...batch, position: position - 1} : batch;
}
