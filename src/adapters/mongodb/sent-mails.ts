import type {SentMails} from '../../application/ports/sent-mails.ts';
import {mailsOf} from './collections.ts';
import type {MongoState} from './mongo-connection.ts';
import {isDuplicate} from './mongo-failure.ts';

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
      if (found === null) return null;
      const {_id, ...mail} = found;
      return {id: _id, ...mail};
    },
  };
}
