import {z} from 'zod';
import type {RunOutcome} from '../../../application/run/run-distribution.ts';
import {parseBusinessDate} from '../../../domain/ids.ts';
import type {HttpServices} from '../http-services.ts';
import {maskIin} from '../masks.ts';
import type {OwnAddress} from '../own-address.ts';
import {Problem} from '../problem.ts';
import {flag, NO_QUERY} from '../query.ts';
import {type AnyRoute, type Asked, originOf, type Reply, route} from '../route.ts';
import {preview, verification} from '../schemas/distribution.ts';
import {runBegun, runResult} from '../schemas/runs.ts';
import {REASON} from './scheduler-routes.ts';

const NOTE = 'This is a preview only - no data was actually distributed';

/** `admit` throws when there were too many manual runs lately, `admitPreview` when a subject has previewed too often. */
export function distributionRoutes(
  admit: () => Promise<void>,
  admitPreview: (subject: string) => Promise<void>,
  own: OwnAddress,
): readonly AnyRoute[] {
  return [
    route({
      method: 'get',
      path: '/daily-distribution/preview',
      access: 'any',
      showsAdmins: 'whole ids',
      name: 'previewDistribution',
      summary: 'What the next run would do; nothing is written',
      query: NO_QUERY,
      answers: {200: {what: 'The plan; users are masked unless an admin asks', schema: preview}},
      problems: [429],
      handle: async (services, asked) => {
        await admitPreview(asked.caller?.subject ?? '');
        return previewReply(services, asked);
      },
    }),
    route({
      method: 'post',
      path: '/scheduler/test-distribution',
      access: 'admin',
      name: 'runDistribution',
      summary: "Runs now; never uses up the day's slot",
      query: z.strictObject({
        wait: flag(true).describe("false answers at once, with the run's address"),
        dry_run: flag(false).describe('true only answers the preview'),
      }),
      body: z.strictObject({
        reason: REASON.optional(),
        expected_digest: z
          .string()
          .regex(/^[0-9a-f]{64}$/)
          .optional()
          .describe("The preview's `Plan-Digest`: 409, and nothing begins, when the plan is another by now"),
      }),
      answers: {
        200: {what: "The run's result, or the preview", schema: z.union([runResult, preview])},
        202: {what: 'The run has begun; `Location` is its address', schema: runBegun, headers: ['Location']},
      },
      problems: [409, 429],
      handle: async (services, asked) => {
        if (asked.query.dry_run) {
          await admitPreview(asked.caller?.subject ?? '');
          return previewReply(services, asked);
        }
        await admit();
        const begun = await services.beginRun(originOf(asked), saidIn(asked.body));
        if (begun.type === 'active') throw activeProblem(begun);
        if (asked.query.wait) return resultReply(await begun.ended);
        const location = own(`/runs/${begun.run}`);
        const body = {success: true, run_id: begun.run, status: 'running', location};
        return {status: 202, headers: {Location: location}, body};
      },
    }),
    route({
      method: 'get',
      path: '/daily-distribution/verification',
      access: 'any',
      name: 'verifyDate',
      summary: 'What the three tables hold of the runs of a date, by THEORY_ID, and every mismatch',
      query: z.strictObject({date: z.iso.date().optional().describe('Business date; today when it is left out')}),
      answers: {200: {what: 'The counts', schema: verification}},
      handle: async (services, {query}) => {
        const date = query.date === undefined ? services.today() : parseBusinessDate(query.date);
        if (date === null) throw new Problem(400, {detail: 'date is not a date such as 2024-01-15'});
        const runs = await services.verifyDate(date);
        return {body: {success: true, date, consistent: runs.every((run) => run.consistent), runs}};
      },
    }),
  ];
}

/** As the use case has it. */
function saidIn({
  reason,
  expected_digest: expectedDigest,
}: {
  reason?: string | undefined;
  expected_digest?: string | undefined;
}) {
  return {...(reason === undefined ? {} : {reason}), ...(expectedDigest === undefined ? {} : {expectedDigest})};
}

async function previewReply(services: HttpServices, {caller}: Pick<Asked<unknown>, 'caller'>): Promise<Reply> {
  const {users, campaigns, source, plan_digest} = await services.preview();
  const sample = source?.sample ?? [];
  const body = {
    success: true,
    preview: {
      active_campaigns: source?.campaigns ?? [],
      campaigns_count: source?.campaigns.length ?? 0,
      available_users: users.enrolled + users.distributed,
      users_sample: caller?.isAdmin ? sample : sample.map(maskIin),
      distribution_plan: campaigns,
      would_distribute: campaigns.reduce((sum, {total_users}) => sum + total_users, 0),
    },
    note: NOTE,
  };
  return {...(plan_digest === null ? {} : {headers: {'Plan-Digest': plan_digest}}), body};
}

function resultReply(outcome: RunOutcome): Reply {
  if (outcome.type === 'active') throw activeProblem(outcome);
  const result = outcome.reports.at(-1)!;
  return {body: {success: ['completed', 'skipped'].includes(result.status), result}};
}

function activeProblem({owner, until}: {owner: string; until: string}): Problem {
  return new Problem(409, {detail: 'another run is active', members: {owner, until}});
}
