import type {Collection, Db, Document, IndexDescription} from 'mongodb';
import type {MongoStateFacts} from '../../application/ports/check-facts.ts';
import {EVENT_INDEXES, eventsOf, SUMMARY_INDEXES, summariesOf} from './collections.ts';
import type {MongoState} from './mongo-connection.ts';

/** What the server says of itself, and which indexes it lacks. Reads only. */
export function inspectMongoState(mongo: MongoState): Promise<MongoStateFacts> {
  return mongo.use(async (db) => {
    const {setName, isWritablePrimary, hosts} = await db.admin().command({hello: 1});
    return {
      type: 'mongodb',
      replicaSet: typeof setName === 'string' ? setName : null,
      isPrimary: isWritablePrimary === true,
      members: Array.isArray(hosts) ? hosts.length : 1,
      missingIndexes: await missingIndexes(db),
    };
  });
}

/** Of collections that are not there yet none is missing: the first start makes both. */
async function missingIndexes(db: Db): Promise<string[]> {
  const there = await db.listCollections({}, {nameOnly: true}).map(({name}) => name).toArray(); // biome-ignore format: short
  const wanted: readonly (readonly [Pick<Collection, 'collectionName' | 'indexes'>, readonly IndexDescription[]])[] = [
    [eventsOf(db), EVENT_INDEXES],
    [summariesOf(db), SUMMARY_INDEXES],
  ];
  const missing: string[] = [];
  for (const [collection, indexes] of wanted) {
    if (!there.includes(collection.collectionName)) continue;
    const has = (await collection.indexes()).map(({key}) => textOf(key));
    missing.push(...indexes.map(({key}) => textOf(key)).filter((key) => !has.includes(key)).map((key) => `${collection.collectionName} ${key}`)); // biome-ignore format: short
  }
  return missing;
}

function textOf(key: Document | Map<string, unknown>): string {
  return JSON.stringify(key);
}
