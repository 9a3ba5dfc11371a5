import {z} from 'zod';
import {GROUP_LETTERS} from '../../../domain/ids.ts';
import {STAGES} from '../../../domain/run-events.ts';
import {DATABASES} from '../../../domain/tables.ts';
import {count, instant, letters, named, success, table} from './registry.ts';

/** Maxima only: the counts behind them are for admins. */
export const balance = z
  .strictObject({
    people: count,
    strata: count,
    difference: z.number(),
    stratum: z.string(),
    groups: z.tuple([z.enum(GROUP_LETTERS), z.enum(GROUP_LETTERS)]),
    by_chance: z.number(),
    off_ideal: z.number(),
  })
  .optional();

/** A kind with its figures. */
export const warnings = z.array(z.looseObject({kind: z.string()}));

/** People who were in campaigns that ended in the last so many days; by campaign and group only in the events, for admins. */
export const carryOver = z.strictObject({days: count, people: count, campaigns: count}).optional();

const database = z.enum(DATABASES);

const runStatus = z.enum(['running', 'completed', 'skipped', 'partial', 'failed', 'abandoned']);

const run = z.strictObject({
  run_id: z.string(),
  business_date: z.iso.date(),
  attempt: count.min(1),
  earlier_attempts: z.array(z.strictObject({run_id: z.string(), status: runStatus, reason: z.string().nullable()})),
  trigger: z.strictObject({
    slot: instant.nullable(),
    by: z.string(),
    reason: z.string().nullable(),
    forced: z.string().nullable(),
  }),
  lateness_ms: z.int().nullable(),
  status: runStatus,
  reason: z.string().nullable(),
  stage: z.enum(STAGES),
  plan_digest: z.string().nullable(),
  users: z.strictObject({
    found: count,
    blank: count,
    malformed: count,
    repeated: count,
    enrolled: count,
    enrolled_without_row: count,
    distributed: count,
  }),
  carry_over: carryOver,
  campaigns: z.array(
    z.strictObject({
      theory_id: z.string(),
      theory_name: z.string(),
      total_users: count,
      balance,
      groups: letters(
        z.strictObject({
          theory_id: z.string(),
          users_count: count,
          written: z.strictObject({dssb_app: count, spss: count}),
        }),
      ),
    }),
  ),
  owed: z.array(z.strictObject({database, table, theory_id: z.string(), rows: count})),
  warnings,
  notifications: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.string(),
      status: z.string(),
      failures: count,
      pending: z.array(z.string()).optional(),
    }),
  ),
  started_at: instant,
  ended_at: instant.nullable(),
  duration_ms: count,
  error: z
    .strictObject({
      stage: z.enum(STAGES),
      kind: z.string(),
      database: database.nullable(),
      message: z.string(),
      advice: z.string().nullable(),
    })
    .nullable(),
  verified: z.array(z.strictObject({table, theory_id: z.string(), rows: count, total: count})).nullable(),
});

const runReport = named('Run', run);
const listedRun = named('ListedRun', run.partial({campaigns: true, verified: true}));
const runBrief = named('RunBrief', run.omit({campaigns: true, verified: true, carry_over: true}));

export const runResult = named('RunResult', z.strictObject({success: z.boolean(), result: runReport}));
export const runBegun = named(
  'RunBegun',
  z.strictObject({success, run_id: z.string(), status: z.literal('running'), location: z.string()}),
);
export const runAnswer = named('RunAnswer', z.strictObject({success, run: runReport}));
export const runList = named(
  'RunList',
  z.strictObject({success, runs: z.array(listedRun), next: z.string().nullable()}),
);

export const dayList = named(
  'DayList',
  z.strictObject({
    success,
    timezone: z.string(),
    days: z.array(
      z.strictObject({
        date: z.iso.date(),
        slot: instant.nullable(),
        missed: z.string().nullable(),
        on: z.boolean(),
        runs: z.array(runBrief),
      }),
    ),
  }),
);

export const runEvents = named(
  'RunEvents',
  z.strictObject({
    success,
    events: z.array(
      z.strictObject({
        id: z.string(),
        stream: z.string(),
        version: z.int().min(1),
        type: z.string(),
        schema: z.int().min(1),
        data: z.looseObject({}),
        at: instant,
        correlationId: z.string(),
        causationId: z.string().nullable(),
        actor: z.string(),
        previousHash: z.string().nullable(),
      }),
    ),
  }),
);
