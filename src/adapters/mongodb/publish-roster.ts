import type {Collection} from 'mongodb';
import {type RosterHeader, rostersOf} from './collections.ts';
import type {MongoState} from './mongo-connection.ts';
import {isDuplicate} from './mongo-failure.ts';

/**
 * Puts the header in the place of the one that stands there, and answers the generation it has replaced, or null. Only
 * the one that was seen is replaced, so an attempt that arrives late can't take back what has been published since.
 */
export function publish(mongo: MongoState, header: RosterHeader): Promise<string | null> {
  let replaced: string | null = null;
  return mongo.use(async (db) => {
    const headers = rostersOf(db);
    for (;;) {
      const standing = await headers.findOne({_id: header._id});
      if (standing?.generation === header.generation) return replaced;
      replaced = standing?.generation ?? null;
      if (await put(headers, header, replaced)) return replaced;
    }
  });
}

async function put(headers: Collection<RosterHeader>, header: RosterHeader, instead: string | null): Promise<boolean> {
  if (instead !== null) {
    const {matchedCount} = await headers.replaceOne({_id: header._id, generation: instead}, header);
    return matchedCount === 1;
  }
  try {
    await headers.insertOne(header);
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}
