import type {RunSummaries} from '../../application/ports/run-summaries.ts';
import {dealtByRun} from '../../domain/dealt-by-run.ts';
import {type IsoInstant, keysOf, runKey, type TheoryId} from '../../domain/ids.ts';
import {isOpen, type RunSummary, SUMMARY_SHAPE} from '../../domain/run-summary.ts';
import type {Connection} from './driver.ts';
import type {SqliteFile} from './sqlite-file.ts';

const NAME = 'runs';

/** The read model in `state.db`; a save is one transaction. */
export function sqliteRunSummaries(state: SqliteFile, shape = SUMMARY_SHAPE): RunSummaries {
  const select = (where: string, parameters: readonly unknown[]) =>
    state.use((db) => {
      const sql = `SELECT summary FROM run_summaries WHERE ${where}`;
      return db
        .prepare<unknown[], string>(sql)
        .pluck()
        .all(...parameters)
        .map((text): RunSummary => JSON.parse(text));
    });

  return {
    position: () => state.use((db) => positionOf(db, shape)),

    save: (changed, from, to) =>
      state.use((db) =>
        db
          .transaction(() => {
            if (positionOf(db, shape) !== from) return false;
            if (shapeOf(db) !== shape) empty(db);
            for (const summary of changed) put(db, summary);
            db.prepare('INSERT OR REPLACE INTO projections VALUES (?, ?, ?)').run(NAME, shape, to);
            return true;
          })
          .immediate(),
      ),

    clear: () =>
      state.use((db) => {
        db.transaction(() => {
          empty(db);
          db.prepare('DELETE FROM projections WHERE name = ?').run(NAME);
        }).immediate();
      }),

    list: ({limit, before = null, status, date}) => {
      const asked: [condition: string, ...parameters: string[]][] = [];
      if (before !== null) asked.push(['run_key < ?', runKey(before)]);
      if (status !== undefined) asked.push(['status = ?', status]);
      if (date !== undefined) asked.push(['run_key BETWEEN ? AND ?', ...keysOf(date)]);
      const where = ['TRUE', ...asked.map(([condition]) => condition)].join(' AND ');
      return select(`${where} ORDER BY run_key DESC LIMIT ?`, [...asked.flatMap(([, ...values]) => values), limit]);
    },

    open: () => select('is_open = 1 ORDER BY run_key', []),
    ofSlot: (slot) => select('slot = ? ORDER BY run_key', [slot]),
    latestSlot: () =>
      state.use((db) => {
        const sql = 'SELECT max(slot) FROM run_summaries WHERE slot IS NOT NULL';
        return db.prepare<[], IsoInstant | null>(sql).pluck().get() ?? null;
      }),
    groupTotals: (theoryIds) =>
      state.use((db) => {
        const sql = `SELECT theory_id, sum(people) FROM run_groups
          WHERE theory_id IN (SELECT value FROM json_each(?)) GROUP BY theory_id`;
        return new Map(db.prepare<[string], [TheoryId, number]>(sql).raw().all(JSON.stringify(theoryIds)));
      }),
    dealtByRun: (theoryIds) =>
      state.use((db) => {
        const sql = `SELECT run_key, theory_id, people FROM run_groups
          WHERE theory_id IN (SELECT value FROM json_each(?)) ORDER BY run_key`;
        const rows = db.prepare<[string], [string, TheoryId, number]>(sql).raw();
        return dealtByRun(rows.all(JSON.stringify(theoryIds)));
      }),
  };
}

function empty(db: Connection): void {
  db.exec('DELETE FROM run_summaries; DELETE FROM run_groups');
}

function positionOf(db: Connection, shape: number): number {
  const sql = 'SELECT position FROM projections WHERE name = ? AND shape = ?';
  return db.prepare<[string, number], number>(sql).pluck().get(NAME, shape) ?? 0;
}

function shapeOf(db: Connection): number | undefined {
  return db.prepare<[string], number>('SELECT shape FROM projections WHERE name = ?').pluck().get(NAME);
}

function put(db: Connection, summary: RunSummary): void {
  const key = runKey(summary.report.run_id);
  const {changes} = db
    .prepare(
      `INSERT INTO run_summaries VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET version = excluded.version, status = excluded.status, slot = excluded.slot,
         is_open = excluded.is_open, summary = excluded.summary
       WHERE version <= excluded.version`,
    )
    .run(key, summary.version, summary.report.status, summary.slot, isOpen(summary) ? 1 : 0, JSON.stringify(summary));
  if (changes === 0) return;
  db.prepare('DELETE FROM run_groups WHERE run_key = ?').run(key);
  const insert = db.prepare('INSERT INTO run_groups VALUES (?, ?, ?)');
  for (const [theoryId, people] of Object.entries(summary.dealt)) insert.run(key, theoryId, people);
}
