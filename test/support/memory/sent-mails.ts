import type {SentMail, SentMails} from '../../../src/application/ports/sent-mails.ts';

/** Sent mails in this process's memory. */
export function memorySentMails(): SentMails {
  const kept = new Map<string, SentMail>();
  return {
    keep: async (mail) => {
      if (!kept.has(mail.id)) kept.set(mail.id, mail);
    },
    find: async (id) => kept.get(id) ?? null,
    async *all() {
      yield* [...kept.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    count: async (before) => [...kept.values()].filter(({at}) => at < before).length,
    remove: async (before) => {
      const old = [...kept.values()].filter(({at}) => before === null || at < before);
      for (const {id} of old) kept.delete(id);
      return old.length;
    },
  };
}
