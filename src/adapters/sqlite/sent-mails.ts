import type {SentMail, SentMails} from '../../application/ports/sent-mails.ts';
import type {SqliteFile} from './sqlite-file.ts';

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
        const sql = 'SELECT id, at, message_id AS messageId, subject, answer, html FROM mails WHERE id = ?';
        return db.prepare<[string], SentMail>(sql).get(id);
      })) ?? null,
  };
}
