import type {SentMail, SentMails} from '../../application/ports/sent-mails.ts';
import {type KeptMail, mailsOf} from './collections.ts';
import type {MongoState} from './mongo-connection.ts';
import {isDuplicate} from './mongo-failure.ts';

/** A mail has about 5 kB. */
const PAGE_MAILS = 100;

/** Sent mails, a document each. */
export function mongoSentMails(mongo: MongoState): SentMails {
  return {
    keep: ({id, ...mail}) =>
      mongo.use(async (db) => {
        try {
          await mailsOf(db).insertOne({_id: id, ...mail});
        } catch (error) {
          if (!isDuplicate(error)) throw error;
        }
      }),
    find: async (id) => {
      const found = await mongo.use((db) => mailsOf(db).findOne({_id: id}));
      return found === null ? null : open(found);
    },
    async *all() {
      for (let after = ''; ; ) {
        const query = {_id: {$gt: after}};
        const page = await mongo.use((db) => mailsOf(db).find(query).sort({_id: 1}).limit(PAGE_MAILS).toArray());
        yield* page.map(open);
        if (page.length < PAGE_MAILS) return;
        after = page.at(-1)?._id ?? after;
      }
    },
    count: (before) => mongo.use((db) => mailsOf(db).countDocuments({at: {$lt: before}})),
    remove: async (before) => {
      const which = before === null ? {} : {at: {$lt: before}};
      return (await mongo.use((db) => mailsOf(db).deleteMany(which))).deletedCount;
    },
  };
}

function open({_id, ...mail}: KeptMail): SentMail {
  return {id: _id, ...mail};
}
