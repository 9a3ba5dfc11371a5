import type {Clock} from '../../application/ports/clock.ts';
import type {Heartbeats} from '../../application/ports/heartbeats.ts';
import {LONGEST_LEASE_MS} from '../../application/ports/run-lease.ts';
import {leasesOf} from './collections.ts';
import type {MongoState} from './mongo-connection.ts';

const NAME = 'service ';
/** The ids that begin so. */
const SERVICES = {$gt: NAME, $lt: 'service!'};

/** A document for each service, beside that of the lease. */
export function mongoHeartbeats(mongo: MongoState, clock: Clock): Heartbeats {
  return {
    beat: async (owner, forMs) => {
      const now = clock.now();
      const beaten = {epoch: 0, owner, token: '', expiresAt: now + forMs};
      await mongo.use(async (db) => {
        await leasesOf(db).updateOne({_id: NAME + owner}, {$set: beaten}, {upsert: true});
        await leasesOf(db).deleteMany({_id: SERVICES, expiresAt: {$lte: now}});
      });
    },

    end: async (owner) => {
      await mongo.use((db) => leasesOf(db).deleteOne({_id: NAME + owner}));
    },

    live: async () => {
      const now = clock.now();
      const isLive = {_id: SERVICES, expiresAt: {$gt: now, $lte: now + LONGEST_LEASE_MS}};
      const found = await mongo.use((db) => leasesOf(db).find(isLive).sort({_id: 1}).toArray());
      return found.map(({owner, expiresAt}) => ({owner, until: new Date(expiresAt).toISOString()}));
    },
  };
}
