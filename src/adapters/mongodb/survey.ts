import type {Collection, Db, IndexDescription} from 'mongodb';
import type {StateSurvey, Survey} from '../../application/ports/state-survey.ts';
import {eventsOf, INDEXES, projectionsOf} from './collections.ts';
import type {MongoState} from './mongo-connection.ts';
import {isMissing} from './mongo-failure.ts';

/** Of a database whose indexes nobody makes for that. An empty one lacks nothing: it is made whole. */
export function mongoSurvey(mongo: MongoState): StateSurvey {
  return () =>
    mongo.look(async (db) => {
      const events = await countEvents(db);
      if (events.length === 0) return {missing: [], events, runs: 0, shape: null};
      const missing: string[] = [];
      for (const [name, indexes] of Object.entries(INDEXES))
        missing.push(...(await missingIn(db.collection(name), indexes)));
      const runs = await eventsOf(db).distinct('stream', {stream: /^distribution-/});
      const projection = await projectionsOf(db).findOne({_id: 'runs'});
      return {missing, events, runs: runs.length, shape: projection?.shape ?? null};
    });
}

function countEvents(db: Db): Promise<Survey['events'][number][]> {
  return eventsOf(db)
    .aggregate<Survey['events'][number]>([
      {$unwind: '$events'},
      {$group: {_id: {type: '$events.type', schema: '$events.schema'}, count: {$sum: 1}}},
      {$sort: {'_id.type': 1, '_id.schema': 1}},
      {$project: {_id: 0, type: '$_id.type', schema: '$_id.schema', count: 1}},
    ])
    .toArray();
}

async function missingIn(collection: Collection, indexes: readonly IndexDescription[]): Promise<string[]> {
  const there = (await indexesOf(collection)).map(({key}) => JSON.stringify(key));
  return indexes
    .map(({key}) => JSON.stringify(key))
    .filter((key) => !there.includes(key))
    .map((key) => `index ${key} of ${collection.collectionName}`);
}

async function indexesOf(collection: Collection): Promise<readonly {readonly key: object}[]> {
  try {
    return await collection.indexes();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
