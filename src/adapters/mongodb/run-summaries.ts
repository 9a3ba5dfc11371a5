import {randomUUID} from 'node:crypto';
import type {Db} from 'mongodb';
import type {RunSummaries} from '../../application/ports/run-summaries.ts';
import {dealtByRun} from '../../domain/dealt-by-run.ts';
import {keysOf, runKey, type TheoryId} from '../../domain/ids.ts';
import {isOpen, type RunSummary, SUMMARY_SHAPE} from '../../domain/run-summary.ts';
import {type KeptSummary, type Projection, projectionsOf, summariesOf} from './collections.ts';
import type {MongoState} from './mongo-connection.ts';
import {isDuplicate} from './mongo-failure.ts';

const NAME = 'runs';

/**
 * The read model in MongoDB. Summaries are written before the position, so that a save that breaks off is done again. Each
 * making anew has a generation of its own: what a slower process still saves for an older one is seen by nobody.
 */
export function mongoRunSummaries(mongo: MongoState, shape = SUMMARY_SHAPE): RunSummaries {
  const current = async (db: Db) => projectionsOf(db).findOne({_id: NAME, shape});
  const find = (filter: object, order: 1 | -1, limit = 0) =>
    mongo.use(async (db): Promise<KeptSummary[]> => {
      const {generation = ''} = (await current(db)) ?? {};
      return summariesOf(db)
        .find({generation, ...filter})
        .sort({key: order})
        .limit(limit)
        .toArray();
    });

  return {
    position: () => mongo.use(async (db) => (await current(db))?.position ?? 0),

    save: (changed, from, to) =>
      mongo.use(async (db) => {
        const {generation, position} = (await current(db)) ?? (await begin(db, shape));
        if (position !== from) return false;
        await put(db, generation, changed);
        const filter = {_id: NAME, generation, position: from};
        const {matchedCount} = await projectionsOf(db).updateOne(filter, {$set: {position: to}});
        return matchedCount === 1;
      }),

    clear: () => mongo.use(async (db) => void (await begin(db, shape))),

    list: async ({limit, before = null, status, date}) => {
      const [from, to] = date === undefined ? [] : keysOf(date);
      const asked = [
        ...(before === null ? [] : [{key: {$lt: runKey(before)}}]),
        ...(status === undefined ? [] : [{status}]),
        ...(from === undefined ? [] : [{key: {$gte: from, $lte: to}}]),
      ];
      return (await find(asked.length > 0 ? {$and: asked} : {}, -1, limit)).map(open);
    },

    open: async () => (await find({open: true}, 1)).map(open),
    ofSlot: async (slot) => (await find({slot}, 1)).map(open),
    latestSlot: () =>
      mongo.use(async (db) => {
        const {generation = ''} = (await current(db)) ?? {};
        const latest = await summariesOf(db)
          .find({generation, slot: {$ne: null}})
          .sort({slot: -1})
          .limit(1)
          .next();
        return latest?.slot ?? null;
      }),
    groupTotals: (theoryIds) =>
      mongo.use(async (db) => {
        const {generation = ''} = (await current(db)) ?? {};
        const asked = {'dealt.theoryId': {$in: theoryIds}};
        const sums = await summariesOf(db)
          .aggregate<{_id: TheoryId; people: number}>([
            {$match: {generation, ...asked}},
            {$unwind: '$dealt'},
            {$match: asked},
            {$group: {_id: '$dealt.theoryId', people: {$sum: '$dealt.people'}}},
          ])
          .toArray();
        return new Map(sums.map(({_id, people}) => [_id, people]));
      }),
    dealtByRun: (theoryIds) =>
      mongo.use(async (db) => {
        const {generation = ''} = (await current(db)) ?? {};
        const asked = {'dealt.theoryId': {$in: theoryIds}};
        const rows = await summariesOf(db)
          .aggregate<{key: string; dealt: {theoryId: TheoryId; people: number}}>([
            {$match: {generation, ...asked}},
            {$sort: {key: 1}},
            {$project: {key: 1, dealt: 1}},
            {$unwind: '$dealt'},
            {$match: asked},
          ])
          .toArray();
        return dealtByRun(rows.map(({key, dealt: {theoryId, people}}) => [key, theoryId, people]));
      }),
  };
}

/** A new, empty generation in the place of the one before, which is deleted. */
async function begin(db: Db, shape: number): Promise<Projection> {
  const begun = {shape, generation: randomUUID(), position: 0};
  const before = await projectionsOf(db).findOneAndReplace({_id: NAME}, begun, {upsert: true});
  if (before) await summariesOf(db).deleteMany({generation: before.generation});
  return {_id: NAME, ...begun};
}

async function put(db: Db, generation: string, changed: readonly RunSummary[]): Promise<void> {
  if (changed.length === 0) return;
  const writes = changed.map((summary) => {
    const {_id, version, ...kept} = keep(generation, summary);
    const filter = {_id, version: {$lte: version}};
    return {updateOne: {filter, update: {$set: {version, ...kept}}, upsert: true}};
  });
  try {
    await summariesOf(db).bulkWrite(writes, {ordered: false});
  } catch (error) {
    // A summary of more events stands there, and stays.
    if (!isDuplicate(error)) throw error;
  }
}

function keep(generation: string, summary: RunSummary): KeptSummary {
  const key = runKey(summary.report.run_id);
  const {version, slot, report} = summary;
  const dealt = Object.entries(summary.dealt).map(([theoryId, people]) => ({theoryId, people}));
  const rest = {status: report.status, slot, open: isOpen(summary), dealt, summary: JSON.stringify(summary)};
  return {_id: `${generation} ${key}`, generation, key, version, ...rest};
}

function open({summary}: KeptSummary): RunSummary {
  return JSON.parse(summary);
}
