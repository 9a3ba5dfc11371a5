import type {Clock} from '../../application/ports/clock.ts';
import type {Heartbeats} from '../../application/ports/heartbeats.ts';
import {LONGEST_LEASE_MS} from '../../application/ports/run-lease.ts';
import type {SqliteFile} from './sqlite-file.ts';

const NAME = 'service ';

type Row = {owner: string; expires_at: number};

/** A row for each service, beside that of the lease in `state.db`. */
export function sqliteHeartbeats(state: SqliteFile, clock: Clock): Heartbeats {
  return {
    beat: (owner, forMs) =>
      state.use((db) =>
        db
          .transaction(() => {
            db.prepare('DELETE FROM leases WHERE substr(name, 1, 8) = ? AND expires_at <= ?').run(NAME, clock.now());
            const sql = 'INSERT OR REPLACE INTO leases VALUES (?, 0, ?, ?)';
            db.prepare(sql).run(NAME + owner, owner, clock.now() + forMs);
          })
          .immediate(),
      ),

    end: async (owner) => {
      await state.use((db) => db.prepare('DELETE FROM leases WHERE name = ?').run(NAME + owner));
    },

    live: () =>
      state.use((db) => {
        const sql = `SELECT owner, expires_at FROM leases
          WHERE substr(name, 1, 8) = ? AND expires_at > ? AND expires_at <= ? ORDER BY name`;
        const now = clock.now();
        const rows = db.prepare<[string, number, number], Row>(sql).all(NAME, now, now + LONGEST_LEASE_MS);
        return rows.map(({owner, expires_at}) => ({owner, until: new Date(expires_at).toISOString()}));
      }),
  };
}
