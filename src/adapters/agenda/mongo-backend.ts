import {MongoJobRepository} from '@agendajs/mongo-backend';
import type {AgendaBackend, JobRepository} from 'agenda';
import type {Db} from 'mongodb';

const COLLECTION = 'jobs';

/** Where the jobs live: each work is given the database of a client that is open just then. */
export type JobDatabase = {use<Result>(work: (db: Db) => Promise<Result>): Promise<Result>};

/** Keeps Agenda's jobs in the collection `jobs`. */
export function mongoBackend(database: JobDatabase): AgendaBackend {
  const repository = mongoJobRepository(database);
  return {
    name: 'MongoDB',
    repository,
    ownsConnection: false,
    // Not Agenda's own backend's: that also makes a collection for logs which nobody writes.
    connect: () => repository.connect(),
    disconnect: async () => {},
  };
}

/** Agenda's own repository, made for each call: it would keep to its first client for ever. */
function mongoJobRepository(database: JobDatabase): JobRepository {
  const on = <Result>(work: (jobs: JobRepository) => Promise<Result>) =>
    database.use(async (mongo) => {
      const jobs = new MongoJobRepository({mongo, db: {collection: COLLECTION}, ensureIndex: false});
      await jobs.connect();
      return work(jobs);
    });
  return {
    connect: () => database.use(makeIndexes),
    queryJobs: (options) => on((jobs) => jobs.queryJobs(options)),
    getJobsOverview: () => on((jobs) => jobs.getJobsOverview()),
    getDistinctJobNames: () => on((jobs) => jobs.getDistinctJobNames()),
    getJobById: (id) => on((jobs) => jobs.getJobById(id)),
    getQueueSize: () => on((jobs) => jobs.getQueueSize()),
    removeJobs: (options) => on((jobs) => jobs.removeJobs(options)),
    saveJob: (job, options) => on((jobs) => jobs.saveJob(job, options)),
    saveJobState: (job, options) => on((jobs) => jobs.saveJobState(job, options)),
    lockJob: (job, options) => on((jobs) => jobs.lockJob(job, options)),
    unlockJob: (job) => on((jobs) => jobs.unlockJob(job)),
    unlockJobs: (ids) => on((jobs) => jobs.unlockJobs(ids)),
    getNextJobToRun: (...question) => on((jobs) => jobs.getNextJobToRun(...question)),
    disableJobs: (options) => on((jobs) => jobs.disableJobs(options)),
    enableJobs: (options) => on((jobs) => jobs.enableJobs(options)),
    purgeAllJobs: () => on((jobs) => jobs.purgeAllJobs()),
  };
}

async function makeIndexes(mongo: Db): Promise<void> {
  // Without it two processes that define the job at once would make two: upserts race.
  const single = {unique: true, partialFilterExpression: {type: 'single'}, name: 'single'};
  await mongo.collection(COLLECTION).createIndex({name: 1}, single);
  await new MongoJobRepository({mongo, db: {collection: COLLECTION}}).connect();
}
