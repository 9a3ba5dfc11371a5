import type {SentMail, SentMails} from '../../../src/application/ports/sent-mails.ts';

/** Sent mails in this process's memory. */
export function memorySentMails(): SentMails {
  const kept = new Map<string, SentMail>();
  return {
    keep: async (mail) => {
      if (!kept.has(mail.id)) kept.set(mail.id, mail);
    },
    find: async (id) => kept.get(id) ?? null,
  };
}
