import {z} from 'zod';
import {DAILY_JOB} from '../../../application/service/scheduler.ts';
import {zonedTime} from '../../../domain/wall-time.ts';
import type {HttpServices, SchedulerStatus} from '../http-services.ts';
import {cronTrigger} from '../masks.ts';
import {integer, NO_QUERY} from '../query.ts';
import {type AnyRoute, originOf, type Reply, route} from '../route.ts';
import {nextRuns, schedulerStatus} from '../schemas/service.ts';

/** Ids in it are struck out before it is kept. */
export const REASON = z.string().trim().min(1).max(500).describe('Why; kept with the event');

export const SCHEDULER_ROUTES: readonly AnyRoute[] = [
  route({
    method: 'get',
    path: '/scheduler/status',
    access: 'any',
    name: 'getSchedulerStatus',
    summary: 'Whether the daily job is on, and when it runs next',
    query: NO_QUERY,
    answers: {200: {what: 'The status', schema: schedulerStatus}},
    handle: async (services) => statusReply(services),
  }),
  route({
    method: 'get',
    path: '/scheduler/next-runs',
    access: 'any',
    name: 'getNextRuns',
    summary: 'The next times at which the daily job runs; none when it is switched off',
    query: z.strictObject({count: integer(1, 100, 5).describe('How many')}),
    answers: {200: {what: 'The times, in the zone of the schedule', schema: nextRuns}},
    handle: async (services, {query}) => {
      const [{timezone}, slots] = await Promise.all([services.schedulerStatus(), services.nextRuns(query.count)]);
      const runs = slots.map((slot) => ({job_id: DAILY_JOB.id, run_at: zonedTime(Date.parse(slot), timezone)}));
      return {body: {success: true, next_runs: runs, timezone}};
    },
  }),
  switching('/scheduler/start', 'startScheduler', 'Switches the daily job on; survives a restart', true),
  switching('/scheduler/stop', 'stopScheduler', 'Switches the daily job off; survives a restart', false),
];

function switching(path: string, name: string, summary: string, on: boolean): AnyRoute {
  return route({
    method: 'post',
    path,
    access: 'admin',
    name,
    summary,
    query: NO_QUERY,
    body: z.strictObject({reason: REASON.optional()}),
    answers: {200: {what: 'The status after it', schema: schedulerStatus}},
    handle: async (services, asked) => {
      await services.switchScheduler(on, originOf(asked), asked.body.reason);
      return statusReply(services);
    },
  });
}

/** Of statuses that are still held: zones are slow, and dashboards ask often. */
const replies = new WeakMap<SchedulerStatus, Reply>();

async function statusReply(services: HttpServices): Promise<Reply> {
  const status = await services.schedulerStatus();
  const known = replies.get(status);
  if (known) return known;
  const reply: Reply = {type: 'application/json', body: JSON.stringify(describe(status))};
  replies.set(status, reply);
  return reply;
}

function describe({status, nextRun, cron, timezone}: SchedulerStatus): object {
  const next_run = nextRun && zonedTime(Date.parse(nextRun), timezone);
  const jobs = [{...DAILY_JOB, next_run, trigger: cronTrigger(cron)}];
  return {success: true, scheduler_status: {status, jobs, timezone}};
}
