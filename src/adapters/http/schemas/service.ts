import {z} from 'zod';
import {ADMIN_OUTCOMES} from '../../../domain/audit-events.ts';
import {instant, named, success, zoned} from './registry.ts';

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
