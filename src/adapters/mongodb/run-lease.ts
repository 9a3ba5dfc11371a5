import {randomUUID} from 'node:crypto';
import type {Clock} from '../../application/ports/clock.ts';
import type {RunLease} from '../../application/ports/run-lease.ts';
import {leasesOf} from './collections.ts';
import {acquisition, LEASE} from './lease-acquisition.ts';
import type {MongoState} from './mongo-connection.ts';
import {isDuplicate} from './mongo-failure.ts';

/**
 * One document; its epoch only grows. Each call of `acquire` has a token: when its first try did reach the server, the
 * repeat finds the token and is answered the same epoch; a try that arrives late can't take the lease once more.
 */
export function mongoRunLease(mongo: MongoState, clock: Clock): RunLease {
  /** Changes the lease if it still has this epoch. */
  const change = (filter: {epoch: number; expiresAt?: object}, update: () => object): Promise<boolean> =>
    mongo.use(async (db) => (await leasesOf(db).updateOne({_id: LEASE, ...filter}, update())).matchedCount === 1);

  return {
    acquire: async (owner, forMs) => {
      const token = randomUUID();
      const lease = await mongo.use((db) =>
        // Two that make the document at once: the later one finds it.
        repeatOnDuplicate(() =>
          leasesOf(db).findOneAndUpdate({_id: LEASE}, acquisition({owner, token, forMs}, clock.now()), {
            upsert: true,
            returnDocument: 'after',
          }),
        ),
      );
      if (lease!.token === token) return {type: 'acquired', epoch: lease!.epoch};
      return {type: 'held', owner: lease!.owner, until: new Date(lease!.expiresAt).toISOString()};
    },

    // What was given back stays so, even if an earlier renewal arrives only now.
    renew: (epoch, forMs) => change({epoch, expiresAt: {$gt: 0}}, () => ({$set: {expiresAt: clock.now() + forMs}})),

    // Asked by a write: a primary that was cut off from the others may answer reads, but can't confirm a write.
    isCurrent: (epoch) => change({epoch}, () => ({$inc: {asked: 1}})),

    release: async (epoch) => {
      await change({epoch}, () => ({$set: {expiresAt: 0}}));
    },

    skipTo: async (epoch) => {
      const lost = {$max: {epoch}, $set: {expiresAt: 0}, $setOnInsert: {owner: '', token: ''}};
      await mongo.use((db) => leasesOf(db).updateOne({_id: LEASE}, lost, {upsert: true}));
    },
  };
}

async function repeatOnDuplicate<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (isDuplicate(error)) return work();
    throw error;
  }
}
