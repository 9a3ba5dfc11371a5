import {Failure} from '../../application/failure.ts';
import type {RosterPart, RosterStore} from '../../application/ports/roster-store.ts';
import type {SqliteFile} from './sqlite-file.ts';

/** Sealed rosters in `state.db`, which is opened with `secure_delete`. */
export function sqliteRosterStore(state: SqliteFile): RosterStore {
  return {
    save: (rosterId, wrappedKey, parts) =>
      state.use((db) =>
        db
          .transaction(() => {
            db.prepare('DELETE FROM rosters WHERE roster_id = ?').run(rosterId);
            db.prepare('INSERT INTO rosters VALUES (?, ?)').run(rosterId, wrappedKey);
            const insert = db.prepare('INSERT INTO roster_parts VALUES (?, ?, ?, ?)');
            for (const {theoryId, part, sealed} of parts) insert.run(rosterId, theoryId, part, sealed);
          })
          .immediate(),
      ),

    wrappedKey: async (rosterId) =>
      (await state.use((db) =>
        db.prepare<[string], Uint8Array>('SELECT wrapped_key FROM rosters WHERE roster_id = ?').pluck().get(rosterId),
      )) ?? null,

    replaceKey: (rosterId, wrappedKey) =>
      state.use(
        (db) => void db.prepare('UPDATE rosters SET wrapped_key = ? WHERE roster_id = ?').run(wrappedKey, rosterId),
      ),

    ids: () => state.use((db) => db.prepare<[], string>('SELECT roster_id FROM rosters').pluck().all()),

    parts: (rosterId, theoryId) =>
      state.use((db) => {
        const [which, ...group] = theoryId === undefined ? [''] : ['AND theory_id = ?', theoryId];
        const sql = `SELECT theory_id AS theoryId, part, sealed FROM roster_parts
          WHERE roster_id = ? ${which} ORDER BY theory_id, part`;
        return db.prepare<string[], RosterPart>(sql).all(rosterId, ...group);
      }),

    destroyKey: (rosterId) =>
      state.use((db) => {
        db.prepare('DELETE FROM rosters WHERE roster_id = ?').run(rosterId);
        // The log still holds the old pages until they are written back.
        const [{busy}] = db.pragma('wal_checkpoint(TRUNCATE)') as [{busy: number}];
        if (busy)
          throw new Failure('unreachable', 'state.db is being read: a key is deleted, but its old page still stands');
      }),
  };
}
