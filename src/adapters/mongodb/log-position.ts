import type {Collection} from 'mongodb';
import type {LogHeads} from '../../application/ports/event-store.ts';
import type {EventBatch} from './collections.ts';
import {isDuplicate} from './mongo-failure.ts';

/**
 * Inserts a batch at the log's end; false when something begins at its version of the stream already.
 *
 * A batch takes the position after the last one that is seen, and the unique index gives it to one writer only. So each
 * position becomes visible after the one before it, and whoever has read up to one misses nothing by going on from there.
 */
export async function insertAtEnd(batches: Collection<EventBatch>, batch: EventBatch): Promise<boolean> {
  for (;;) {
    const position = (await lastPosition(batches)) + 1;
    try {
      await batches.insertOne({...batch, position});
      return true;
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      if (!isPositionTaken(error)) return false;
    }
  }
}

/** The port counts one further: its 1 says that the batches without a position, which are older than all others, are known. */
export async function readHeads(batches: Collection<EventBatch>, after: number, upTo = Infinity): Promise<LogHeads> {
  if (upTo <= after) return {position: after, versions: new Map()};
  const moved = await batches
    .aggregate<{_id: string; version: number; position: number | null}>([
      {$match: {$nor: [{position: {$gt: upTo - 1}}], ...(after === 0 ? {} : {position: {$gt: after - 1}})}},
      {$group: {_id: '$stream', version: {$max: '$last'}, position: {$max: '$position'}}},
    ])
    .toArray();
  return {
    position: moved.reduce((last, {position}) => Math.max(last, (position ?? 0) + 1), after),
    versions: new Map(moved.map(({_id, version}) => [_id, version])),
  };
}

export async function lastPosition(batches: Collection<EventBatch>): Promise<number> {
  const last = await batches
    .find({position: {$gt: 0}})
    .sort({position: -1})
    .limit(1)
    .project<{position: number}>({_id: 0, position: 1})
    .next();
  return last?.position ?? 0;
}

function isPositionTaken(error: unknown): boolean {
  const {keyPattern} = error as {keyPattern?: object};
  return keyPattern !== undefined && 'position' in keyPattern;
}
