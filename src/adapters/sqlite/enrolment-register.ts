import type {EnrolmentRegister, RegisterPart} from '../../application/ports/enrolment-register.ts';
import type {SqliteFile} from './sqlite-file.ts';

/** A part may have 1 MB. */
const PAGE_PARTS = 20;

/** Sealed parts in `state.db`, which is opened with `secure_delete`. */
export function sqliteEnrolmentRegister(state: SqliteFile): EnrolmentRegister {
  return {
    add: (parts) =>
      state.use((db) =>
        db
          .transaction(() => {
            const insert = db.prepare('INSERT OR REPLACE INTO enrolment_parts VALUES (?, ?, ?, ?)');
            for (const {shelf, source, part, sealed} of parts) insert.run(shelf, source, part, sealed);
          })
          .immediate(),
      ),

    async *parts(shelf) {
      const sql = `SELECT shelf, source, part, sealed FROM enrolment_parts
        WHERE shelf = ? AND (source, part) > (?, ?) ORDER BY source, part LIMIT ${PAGE_PARTS}`;
      for (let last = {source: '', part: 0}; ; ) {
        const {source, part} = last;
        const page = await state.use((db) => db.prepare<unknown[], RegisterPart>(sql).all(shelf, source, part));
        yield* page;
        if (page.length < PAGE_PARTS) return;
        last = page.at(-1) ?? last;
      }
    },

    shelves: () =>
      state.use((db) => db.prepare<[], string>('SELECT DISTINCT shelf FROM enrolment_parts').pluck().all()),

    remove: async (shelf, sources) => {
      const which = sources === null ? '' : 'AND source IN (SELECT value FROM json_each(?))';
      const parameters = sources === null ? [shelf] : [shelf, JSON.stringify(sources)];
      await state.use((db) => db.prepare(`DELETE FROM enrolment_parts WHERE shelf = ? ${which}`).run(...parameters));
    },
  };
}
