import type {SentMail, SentMails} from '../../application/ports/sent-mails.ts';
import type {SqliteFile} from './sqlite-file.ts';

/** A mail has about 5 kB. */
const PAGE_MAILS = 100;
const COLUMNS = 'id, at, message_id AS messageId, subject, answer, html';

/** Sent mails in `state.db`. */
export function sqliteSentMails(state: SqliteFile): SentMails {
  return {
    keep: (mail) =>
      state.use((db) => {
        const sql = 'INSERT OR IGNORE INTO mails VALUES (@id, @at, @messageId, @subject, @answer, @html)';
        db.prepare(sql).run(mail);
      }),
    find: async (id) =>
      (await state.use((db) => {
        const sql = `SELECT ${COLUMNS} FROM mails WHERE id = ?`;
        return db.prepare<[string], SentMail>(sql).get(id);
      })) ?? null,
    async *all() {
      const sql = `SELECT ${COLUMNS} FROM mails WHERE id > ? ORDER BY id LIMIT ${PAGE_MAILS}`;
      for (let after = ''; ; ) {
        const page = await state.use((db) => db.prepare<[string], SentMail>(sql).all(after));
        yield* page;
        if (page.length < PAGE_MAILS) return;
        after = page.at(-1)?.id ?? after;
      }
    },
    count: (before) =>
      state.use(
        (db) => db.prepare<[string], number>('SELECT count(*) FROM mails WHERE at < ?').pluck().get(before) ?? 0,
      ),
    remove: (before) =>
      state.use((db) => db.prepare('DELETE FROM mails WHERE ? IS NULL OR at < ?').run(before, before).changes),
  };
}
