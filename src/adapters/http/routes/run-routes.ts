import {z} from 'zod';
import type {Day} from '../../../application/service/list-days.ts';
import {type BusinessDate, parseBusinessDate, parseRunId, type RunId} from '../../../domain/ids.ts';
import type {HttpServices} from '../http-services.ts';
import {Problem} from '../problem.ts';
import {integer, NO_QUERY} from '../query.ts';
import {type AnyRoute, route} from '../route.ts';
import {type Following, followRun} from '../run-stream.ts';
import {dayList, runAnswer, runEvents, runList} from '../schemas/runs.ts';
import {followService} from '../service-stream.ts';

export function runRoutes(following: Following): readonly AnyRoute[] {
  return [
    route({
      method: 'get',
      path: '/runs',
      access: 'any',
      name: 'listRuns',
      summary: 'The runs, newest first, page by page',
      query: z.strictObject({
        limit: integer(1, 100, 20).describe('Runs a page'),
        before: z
          .string()
          .max(40)
          .refine((id) => parseRunId(id) !== null, 'expected the id of a run')
          .optional()
          .describe("The previous page's `next`"),
        detail: z.enum(['brief', 'full']).default('brief').describe('full: with campaigns and counts'),
      }),
      answers: {200: {what: 'A page', schema: runList}},
      handle: async (services, {query: {limit, before = null, detail}}) => ({
        body: {success: true, ...(await services.pageRuns({limit, before, detail: detail === 'full'}))},
      }),
    }),
    route({
      method: 'get',
      path: '/days',
      access: 'any',
      name: 'listDays',
      summary: 'Each business date: its slot, why that was missed, and its runs, oldest first',
      query: z.strictObject({
        from: z.iso.date().optional().describe('Two weeks before `to` when it is left out'),
        to: z.iso.date().optional().describe('Today when it is left out; at most 400 days in all'),
      }),
      answers: {200: {what: 'The days', schema: dayList}},
      handle: async (services, {query}) => {
        const [from, to] = rangeIn(query, services.today());
        const {timezone} = await services.schedulerStatus();
        const days = await services.listDays(from, to);
        return {body: {success: true, timezone, days: days.map(describeDay)}};
      },
    }),
    route({
      method: 'get',
      path: '/stream',
      access: 'any',
      name: 'followService',
      summary: 'What happens from now on in any run and to the schedule (server-sent events); nothing is told twice',
      query: NO_QUERY,
      answers: {200: {what: 'The events', types: ['text/event-stream']}},
      problems: [429],
      handle: async (services, asked) => followService(services, asked, following),
    }),
    route({
      method: 'get',
      path: '/runs/:id',
      access: 'any',
      name: 'showRun',
      summary: 'One run',
      query: NO_QUERY,
      answers: {200: {what: 'The run', schema: runAnswer}},
      problems: [404],
      handle: async (services, {id}) => {
        const run = await services.showRun(parseId(id));
        if (run === null) throw noRun();
        return {body: {success: true, run}};
      },
    }),
    route({
      method: 'get',
      path: '/runs/:id/events',
      access: 'any',
      showsAdmins: 'seed',
      name: 'listRunEvents',
      summary: 'The events of a run as stored; its seed is for admins',
      query: NO_QUERY,
      answers: {200: {what: 'The events', schema: runEvents}},
      problems: [404],
      handle: async (services, {id, caller}) => {
        const options = {showSeed: caller?.isAdmin === true, after: 0};
        return {body: {success: true, events: await existing(services, parseId(id), options)}};
      },
    }),
    route({
      method: 'get',
      path: '/runs/:id/stream',
      access: 'any',
      showsAdmins: 'seed',
      name: 'followRun',
      summary:
        'The events of a run as they happen (server-sent events); ends with the run. `Last-Event-ID` goes on after that version',
      query: NO_QUERY,
      answers: {
        200: {what: 'The events', types: ['text/event-stream']},
        204: {what: 'The run has ended and all of it is known'},
      },
      problems: [404, 429],
      handle: async (services, asked) => followRun(services, parseId(asked.id), asked, following),
    }),
  ];
}

const DAY_MS = 86_400_000;
const MOST_DAYS = 400;
const USUAL_DAYS = 14;

function describeDay({date, slot, missed, isOn, runs}: Day) {
  const briefs = runs.map(({slot: _, people: __, ...brief}) => brief);
  return {date, slot, missed, on: isOn, runs: briefs};
}

function rangeIn(query: {from?: string | undefined; to?: string | undefined}, today: BusinessDate) {
  const to = query.to ?? today;
  const from = query.from ?? new Date(Date.parse(to) - (USUAL_DAYS - 1) * DAY_MS).toISOString().slice(0, 10);
  const [first, last] = [parseBusinessDate(from), parseBusinessDate(to)];
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  if (first !== null && last !== null && days >= 1 && days <= MOST_DAYS) return [first, last] as const;
  throw new Problem(400, {detail: `from is not a date before to, at most ${MOST_DAYS} days`});
}

async function existing(services: HttpServices, id: RunId, options: {showSeed: boolean; after: number}) {
  const events = await services.runEvents(id, options);
  if (events.length === 0) throw noRun();
  return events;
}

function parseId(text: string): RunId {
  const id = parseRunId(text);
  if (id === null) throw noRun();
  return id;
}

function noRun(): Problem {
  return new Problem(404, {detail: 'there is no such run'});
}
