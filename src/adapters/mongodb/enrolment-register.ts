import type {EnrolmentRegister, RegisterPart} from '../../application/ports/enrolment-register.ts';
import {batches} from './batches.ts';
import {type KeptRegisterPart, registerOf} from './collections.ts';
import type {MongoState} from './mongo-connection.ts';

/** A part may have 1 MB. */
const PAGE_PARTS = 20;

/** Sealed parts, a document each; whoever reads them tells whether a source is there in whole. */
export function mongoEnrolmentRegister(mongo: MongoState): EnrolmentRegister {
  return {
    add: async (parts) => {
      for (const batch of batches(parts))
        await mongo.use((db) => registerOf(db).bulkWrite(batch.map(upsertOf), {ordered: false}));
    },

    async *parts(shelf) {
      for (let after = ''; ; ) {
        const page = await mongo.use((db) =>
          registerOf(db)
            .find({shelf, _id: {$gt: after}})
            .sort({_id: 1})
            .limit(PAGE_PARTS)
            .toArray(),
        );
        for (const {source, part, sealed} of page) yield {shelf, source, part, sealed};
        if (page.length < PAGE_PARTS) return;
        after = page.at(-1)?._id ?? after;
      }
    },

    shelves: () => mongo.use((db) => registerOf(db).distinct('shelf')),

    remove: async (shelf, sources) => {
      const which = sources === null ? {shelf} : {shelf, source: {$in: [...sources]}};
      await mongo.use((db) => registerOf(db).deleteMany(which));
    },
  };
}

/** The same document however often it is written. */
function upsertOf({shelf, source, part, sealed}: RegisterPart) {
  const _id = `${shelf} ${source} ${String(part).padStart(6, '0')}`;
  const replacement: KeptRegisterPart = {_id, shelf, source, part, sealed};
  return {replaceOne: {filter: {_id}, replacement, upsert: true}};
}
