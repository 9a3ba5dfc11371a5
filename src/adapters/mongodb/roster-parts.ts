import {Failure} from '../../application/failure.ts';
import type {RosterPart} from '../../application/ports/roster-store.ts';
import {batches} from './batches.ts';
import {type KeptPart, partsOf, type RosterHeader, rostersOf} from './collections.ts';
import type {MongoState} from './mongo-connection.ts';

/** No save takes so long. */
const ABANDONED_MS = 86_400_000;

/** Writes parts, in bounded batches, that belong to no roster yet; answers how many each group has. */
export async function writeParts(
  mongo: MongoState,
  generation: string,
  parts: Iterable<RosterPart>,
): Promise<RosterHeader['groups']> {
  const counts = new Map<string, number>();
  try {
    for (const batch of batches(parts)) {
      await mongo.use((db) =>
        partsOf(db).bulkWrite(
          batch.map((part) => upsertOf(generation, part)),
          {ordered: false},
        ),
      );
      for (const {theoryId} of batch) counts.set(theoryId, (counts.get(theoryId) ?? 0) + 1);
    }
  } catch (error) {
    // A server that is away is not waited for once more: what was written is found later.
    if (!(error instanceof Failure)) await removeParts(mongo, generation).catch(() => {});
    throw error;
  }
  return [...counts].map(([theoryId, count]) => ({theoryId, parts: count}));
}

export async function removeParts(mongo: MongoState, generation: string): Promise<void> {
  await mongo.use((db) => partsOf(db).deleteMany({generation}));
}

/** Removes what saves have left behind that were never finished. The headers are read last: none is published after it. */
export async function removeAbandoned(mongo: MongoState, now: number): Promise<void> {
  await mongo.use(async (db) => {
    const before = String(now - ABANDONED_MS).padStart(15, '0');
    const old = await partsOf(db).distinct('generation', {generation: {$lt: before}});
    if (old.length === 0) return;
    const published = new Set(await rostersOf(db).distinct('generation'));
    const abandoned = old.filter((generation) => !published.has(generation));
    if (abandoned.length > 0) await partsOf(db).deleteMany({generation: {$in: abandoned}});
  });
}

/** The same document however often it is written. */
function upsertOf(generation: string, {theoryId, part, sealed}: RosterPart) {
  const _id = `${generation} ${theoryId} ${part}`;
  const replacement: KeptPart = {_id, generation, theoryId, part, sealed};
  return {replaceOne: {filter: {_id}, replacement, upsert: true}};
}
