import type {Clock} from '../../application/ports/clock.ts';
import {LONGEST_LEASE_MS, type RunLease} from '../../application/ports/run-lease.ts';
import type {SqliteFile} from './sqlite-file.ts';

const NAME = 'run';

type Row = {epoch: number; owner: string; expires_at: number};

/** One row in `state.db`; its epoch only grows. */
export function sqliteRunLease(state: SqliteFile, clock: Clock): RunLease {
  return {
    acquire: (owner, forMs) =>
      state.use((db) =>
        db
          .transaction(() => {
            const row = db.prepare<[string], Row>('SELECT * FROM leases WHERE name = ?').get(NAME);
            const now = clock.now();
            if (row && row.expires_at > now && row.expires_at <= now + LONGEST_LEASE_MS) {
              return {type: 'held', owner: row.owner, until: new Date(row.expires_at).toISOString()} as const;
            }
            const epoch = (row?.epoch ?? 0) + 1;
            db.prepare('INSERT OR REPLACE INTO leases VALUES (?, ?, ?, ?)').run(NAME, epoch, owner, now + forMs);
            return {type: 'acquired', epoch} as const;
          })
          .immediate(),
      ),

    renew: (epoch, forMs) =>
      state.use((db) => {
        const update = db.prepare('UPDATE leases SET expires_at = ? WHERE name = ? AND epoch = ? AND expires_at > 0');
        return update.run(clock.now() + forMs, NAME, epoch).changes === 1;
      }),

    isCurrent: (epoch) =>
      state.use((db) => db.prepare('SELECT epoch FROM leases WHERE name = ?').pluck().get(NAME) === epoch),

    release: async (epoch) => {
      await state.use((db) =>
        db.prepare('UPDATE leases SET expires_at = 0 WHERE name = ? AND epoch = ?').run(NAME, epoch),
      );
    },

    skipTo: async (epoch) => {
      const sql = `INSERT INTO leases VALUES (?, ?, '', 0)
        ON CONFLICT DO UPDATE SET epoch = max(epoch, excluded.epoch), expires_at = 0`;
      await state.use((db) => db.prepare(sql).run(NAME, epoch));
    },
  };
}
