import {randomUUID} from 'node:crypto';
import {computeJobState, type JobParameters, type JobRepository, type RemoveJobsOptions} from 'agenda';
import {COLUMN_NAMES, JOBS_SCHEMA, type JobRow, toJob, toValues, type Value} from './job-columns.ts';
import {comparison, testsOf} from './job-filter.ts';
import {overviews} from './job-overview.ts';

/** What is asked of SQLite's driver. */
type Connection = {
  exec(sql: string): unknown;
  prepare<Values extends unknown[] = unknown[], Row = unknown>(sql: string): Statement<Values, Row>;
  transaction<Result>(work: (db: Connection) => Result): {immediate(db: Connection): Result};
};
type Statement<Values extends unknown[], Row> = {
  all(...values: Values): Row[];
  get(...values: Values): Row | undefined;
  run(...values: Values): {changes: number};
  pluck(): Statement<Values, Row>;
};

/** Where the jobs live: one piece of synchronous work at a time, which waits while another program has the file locked. */
export type JobTable = {use<Result>(work: (db: Connection) => Result): Promise<Result>};

const LOCKABLE = `
  SELECT id FROM jobs WHERE name = @name AND disabled IS NOT 1
  AND (locked_at IS NULL AND next_run_at <= @scan OR locked_at <= @deadline)
  ORDER BY next_run_at, priority DESC LIMIT 1`;

/**
 * Agenda's jobs in one table, single or normal; unique ones, which this service has not, are refused. There is a handful:
 * what only people ask for is picked here and not in SQL.
 */
export function sqliteJobRepository(table: JobTable): JobRepository {
  const all = (db: Connection) => db.prepare<[], JobRow>('SELECT * FROM jobs ORDER BY rowid').all().map(toJob);
  const writing = <Result>(work: (db: Connection) => Result) => table.use((db) => db.transaction(work).immediate(db));

  /** Runs `sql` for each job that the filter picks; one that asks for nothing picks none. */
  const change = (sql: string, filter: RemoveJobsOptions) =>
    writing((db) => {
      const tests = testsOf(filter);
      const picked = tests.length === 0 ? [] : all(db).filter((job) => tests.every((test) => test(job)));
      return picked.reduce((changes, job) => changes + db.prepare(sql).run(job._id).changes, 0);
    });

  return {
    connect: () => table.use((db) => void db.exec(JOBS_SCHEMA)),

    getNextJobToRun: (name, nextScanAt, lockDeadline, now = new Date(), options) =>
      table.use((db) => {
        const bounds = {name, scan: nextScanAt.getTime(), deadline: lockDeadline.getTime()};
        // Looks before it writes: looking waits for nobody.
        if (!db.prepare(LOCKABLE).get(bounds)) return undefined;
        const lock = `UPDATE jobs SET locked_at = @now, last_modified_by = @by WHERE id = (${LOCKABLE}) RETURNING *`;
        const by = options?.lastModifiedBy ?? null;
        return maybeJob(db.prepare<[object], JobRow>(lock).get({...bounds, now: now.getTime(), by}));
      }),

    lockJob: (job, options) =>
      table.use((db) => {
        const lock = `UPDATE jobs SET locked_at = ?, last_modified_by = ? WHERE id = ? AND name = ?
          AND locked_at IS NULL AND next_run_at IS ? AND disabled IS NOT 1 RETURNING *`;
        const values = [Date.now(), options?.lastModifiedBy ?? null, job._id ?? null, job.name, time(job.nextRunAt)];
        return maybeJob(db.prepare<Value[], JobRow>(lock).get(...values));
      }),

    unlockJob: async ({_id}) => {
      const unlock = 'UPDATE jobs SET locked_at = NULL WHERE id = ? AND next_run_at IS NOT NULL';
      if (_id) await table.use((db) => db.prepare(unlock).run(_id));
    },

    unlockJobs: async (ids) => {
      const unlock = 'UPDATE jobs SET locked_at = NULL WHERE id IN (SELECT value FROM json_each(?))';
      await table.use((db) => db.prepare(unlock).run(JSON.stringify(ids)));
    },

    saveJobState: (job, options) =>
      table.use((db) => {
        const sql = `UPDATE jobs SET ${STATE.map((column) => `${column} = ?`).join(', ')} WHERE id = ? AND name = ?`;
        const row = rowOf({...job, ...options});
        const saved = db.prepare(sql).run(...STATE.map((column) => row[column] ?? null), job._id ?? null, job.name);
        if (saved.changes !== 1) throw new Error(`job ${job._id} (${job.name}) is not stored any more`);
      }),

    saveJob: <Data>(job: JobParameters<Data>, options?: {lastModifiedBy?: string}) =>
      writing((db) => {
        if (job.unique) throw new Error(`unique jobs are not kept here: ${job.name}`);
        const existing = all(db).find((each) => standsFor(job as JobParameters, each)) ?? null;
        // Whoever updates a job that was removed meanwhile does not bring it back.
        if (job._id && !existing) return job;
        const decided = scheduled({...(job as JobParameters), ...options}, existing);
        const id = existing?._id ?? randomUUID();
        const marks = COLUMN_NAMES.map(() => '?').join(', ');
        const put = `INSERT INTO jobs (id, ${COLUMN_NAMES.join(', ')}) VALUES (?, ${marks}) ON CONFLICT (id) DO UPDATE SET
          ${COLUMN_NAMES.map((column) => `${column} = excluded.${column}`).join(', ')} RETURNING *`;
        return toJob(db.prepare<Value[], JobRow>(put).get(id, ...toValues(decided))!) as JobParameters<Data>;
      }),

    queryJobs: async (options = {}) => {
      const {state, sort = {nextRunAt: 'desc', lastRunAt: 'desc'}, skip = 0, limit = 0} = options;
      const tests = testsOf(options);
      const found = (await table.use(all)).map((job) => ({...job, state: computeJobState(job)}));
      const picked = found
        .filter((job) => tests.every((test) => test(job)))
        .filter((job) => !state || (state === 'paused' ? job.disabled === true : job.state === state))
        .sort(comparison(sort));
      return {jobs: picked.slice(skip, limit > 0 ? skip + limit : undefined), total: picked.length};
    },

    getJobById: (id) =>
      table.use((db) => maybeJob(db.prepare<[string], JobRow>('SELECT * FROM jobs WHERE id = ?').get(id)) ?? null),

    getDistinctJobNames: () =>
      table.use((db) => db.prepare<[], string>('SELECT DISTINCT name FROM jobs').pluck().all()),

    getQueueSize: () =>
      table.use((db) => {
        const due = db.prepare<[number], number>('SELECT count(*) FROM jobs WHERE next_run_at < ?').pluck();
        return due.get(Date.now()) ?? 0;
      }),

    getJobsOverview: async () => overviews(await table.use(all)),
    removeJobs: (filter) => change('DELETE FROM jobs WHERE id = ?', filter),
    disableJobs: (filter) => change('UPDATE jobs SET disabled = 1 WHERE id = ? AND disabled IS NOT 1', filter),
    enableJobs: (filter) => change('UPDATE jobs SET disabled = 0 WHERE id = ? AND disabled IS NOT 0', filter),
    purgeAllJobs: () => table.use((db) => db.prepare('DELETE FROM jobs').run().changes),
  };
}

/** What Agenda changes while a job runs. */
const STATE = [
  'locked_at',
  'next_run_at',
  'last_run_at',
  'progress',
  'fail_reason',
  'fail_count',
  'failed_at',
  'last_finished_at',
  'last_modified_by',
];

function standsFor(job: JobParameters, stored: JobParameters): boolean {
  if (job.name !== stored.name) return false;
  return job._id ? job._id === stored._id : job.type === 'single' && stored.type === 'single';
}

/** A time that has come is only a proposal for a new job: that of the stored one may be further. */
function scheduled(job: JobParameters, existing: JobParameters | null): JobParameters {
  const isProposal = existing && !job._id && job.nextRunAt !== null && job.nextRunAt.getTime() <= Date.now();
  return isProposal ? {...job, nextRunAt: existing.nextRunAt} : job;
}

function rowOf(job: JobParameters): JobRow {
  const values = toValues(job);
  return Object.fromEntries(COLUMN_NAMES.map((column, i) => [column, values[i] ?? null]));
}

function maybeJob(row: JobRow | undefined): JobParameters | undefined {
  return row && toJob(row);
}

function time(date: Date | null): number | null {
  return date ? date.getTime() : null;
}
