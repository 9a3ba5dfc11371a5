import {z} from 'zod';
import {ADMIN_OUTCOMES} from '../../domain/audit-events.ts';
import {GROUP_LETTERS} from '../../domain/ids.ts';
import {STAGES} from '../../domain/run-events.ts';
import {DATABASES, TABLES} from '../../domain/tables.ts';
import {SAMPLE_SIZE} from './slow-queries.ts';

/** The documents that are answered, by the names they have in `/openapi.json`. */
export const SCHEMAS = z.registry<{id: string}>();

function named<Schema extends z.ZodType>(id: string, schema: Schema): Schema {
  SCHEMAS.add(schema, {id});
  return schema;
}

const count = z.int().min(0);
const instant = z.iso.datetime();
const zoned = z.iso.datetime({offset: true});
const table = z.enum(TABLES);
/** Maxima only: the counts behind them are for admins. */
const balance = z
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

const letters = <Group extends z.ZodType>(group: Group) => z.partialRecord(z.enum(GROUP_LETTERS), group);
const success = z.literal(true);

export const schedulerStatus = named(
  'SchedulerStatus',
  z.strictObject({
    success,
    scheduler_status: z.strictObject({
      status: z.enum(['running', 'stopped']),
      jobs: z.array(
        z.strictObject({id: z.string(), name: z.string(), next_run: zoned.nullable(), trigger: z.string()}),
      ),
      timezone: z.string(),
    }),
  }),
);

export const nextRuns = named(
  'NextRuns',
  z.strictObject({
    success,
    next_runs: z.array(z.strictObject({job_id: z.string(), run_at: zoned})),
    timezone: z.string(),
  }),
);

export const preview = named(
  'PreviewAnswer',
  z.strictObject({
    success,
    preview: z.strictObject({
      active_campaigns: z.array(
        z.strictObject({
          theory_id: z.string(),
          theory_name: z.string(),
          start_date: z.string(),
          end_date: z.string(),
        }),
      ),
      campaigns_count: count,
      available_users: count,
      users_sample: z.array(z.string()).max(SAMPLE_SIZE),
      distribution_plan: z.array(
        z.strictObject({
          theory_id: z.string(),
          theory_name: z.string(),
          total_users: count,
          balance,
          groups: letters(z.strictObject({theory_id: z.string(), users_count: count, target_tables: z.array(table)})),
        }),
      ),
      would_distribute: count,
    }),
    note: z.string(),
  }),
);

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
  warnings: z.array(z.looseObject({kind: z.string()})),
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
const runBrief = named('RunBrief', run.omit({campaigns: true, verified: true}));

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

export const verification = named(
  'Verification',
  z.strictObject({
    success,
    date: z.iso.date(),
    consistent: z.boolean(),
    runs: z.array(
      z.strictObject({
        run_id: z.string(),
        status: z.string(),
        consistent: z.boolean(),
        theories: z.array(
          z.strictObject({
            theory_id: z.string(),
            group: z.enum(GROUP_LETTERS),
            planned: count,
            SC_local_control: z.int(),
            SC_local_target: z.int(),
            SC_theory_users: z.int(),
          }),
        ),
        mismatches: z.array(
          z.strictObject({table, theory_id: z.string(), planned: z.int(), found: z.int(), doubled: count}),
        ),
        differences: z.array(z.strictObject({table, theory_id: z.string(), expected: z.int(), found: z.int()})),
      }),
    ),
  }),
);

export const auditList = named(
  'AuditList',
  z.strictObject({
    success,
    actions: z.array(
      z.strictObject({
        at: instant,
        who: z.string(),
        what: z.string(),
        from: z.string(),
        outcome: z.enum(ADMIN_OUTCOMES),
        request_id: z.string(),
      }),
    ),
  }),
);

const part = z.strictObject({connected: z.boolean(), message: z.string(), latency_ms: z.number().min(0)});
export const connections = named(
  'Connections',
  z.strictObject({success: z.boolean(), databases: z.strictObject({dssb_app: part, spss: part, state: part})}),
);

export const alive = named('Alive', z.strictObject({status: z.literal('alive')}));
export const ready = named(
  'Ready',
  z.strictObject({
    status: z.literal('ready'),
    parts: z.strictObject({
      dssb_app: z.literal('ok'),
      spss: z.literal('ok'),
      state: z.literal('ok'),
      scheduler: z.literal('ok'),
    }),
  }),
);

export const problem = named(
  'Problem',
  z.looseObject({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string().optional(),
    request_id: z.string(),
  }),
);
