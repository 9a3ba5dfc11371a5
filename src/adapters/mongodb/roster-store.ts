import {randomUUID} from 'node:crypto';
import {Failure} from '../../application/failure.ts';
import type {Clock} from '../../application/ports/clock.ts';
import type {RosterPart, RosterStore} from '../../application/ports/roster-store.ts';
import type {TheoryId} from '../../domain/ids.ts';
import {type KeptPart, partsOf, type RosterHeader, rostersOf} from './collections.ts';
import type {MongoState} from './mongo-connection.ts';
import {publish} from './publish-roster.ts';
import {removeAbandoned, removeParts, writeParts} from './roster-parts.ts';

/**
 * Sealed rosters, which may be larger than a document: the parts are written first, under a generation of their own, and
 * one header then makes all of them the roster.
 */
export function mongoRosterStore(mongo: MongoState, clock: Clock): RosterStore {
  const header = (rosterId: string): Promise<RosterHeader | null> =>
    mongo.use((db) => rostersOf(db).findOne({_id: rosterId}));

  return {
    save: async (rosterId, wrappedKey, parts) => {
      const generation = `${String(clock.now()).padStart(15, '0')} ${randomUUID()}`;
      const groups = await writeParts(mongo, generation, parts);
      const replaced = await publish(mongo, {_id: rosterId, wrappedKey, generation, groups});
      // The roster stands; what can't be tidied up now is found the next time.
      if (replaced !== null) await removeParts(mongo, replaced).catch(() => {});
      await removeAbandoned(mongo, clock.now()).catch(() => {});
    },

    wrappedKey: async (rosterId) => (await header(rosterId))?.wrappedKey ?? null,

    replaceKey: async (rosterId, wrappedKey) => {
      await mongo.use((db) => rostersOf(db).updateOne({_id: rosterId}, {$set: {wrappedKey}}));
    },

    ids: async () => {
      const found = await mongo.use((db) => rostersOf(db).find().project<{_id: string}>({_id: 1}).toArray());
      return found.map(({_id}) => _id);
    },

    parts: async (rosterId, theoryId) => {
      for (let standing = await header(rosterId); ; ) {
        if (standing === null) return [];
        const {generation, groups} = standing;
        const asked = {generation, ...(theoryId === undefined ? {} : {theoryId})};
        const found = await mongo.use((db) => partsOf(db).find(asked).sort({theoryId: 1, part: 1}).toArray());
        const wanted = groups.filter((group) => theoryId === undefined || group.theoryId === theoryId);
        if (found.length === wanted.reduce((sum, {parts}) => sum + parts, 0)) return found.map(openPart);
        // Replaced or destroyed just now? Otherwise people would be lost.
        standing = await header(rosterId);
        if (standing?.generation === generation) throw incomplete(rosterId, theoryId ?? 'a group');
      }
    },

    destroyKey: async (rosterId) => {
      const standing = await header(rosterId);
      if (standing === null) return;
      await mongo.use((db) => rostersOf(db).deleteOne({_id: rosterId}));
      await removeParts(mongo, standing.generation);
    },
  };
}

function openPart({theoryId, part, sealed}: KeptPart): RosterPart {
  return {theoryId: theoryId as TheoryId, part, sealed};
}

function incomplete(rosterId: string, theoryId: string): Failure {
  return new Failure('unexpected', `parts of ${theoryId} are missing in the roster ${rosterId}`, {
    advice: 'restore the collections rosters and roster_parts from one backup',
  });
}
