import {z} from 'zod';
import {csvOf} from '../../../../application/csv-lines.ts';
import {hideSeed} from '../../../../application/events/query-runs.ts';
import type {StoredEvent} from '../../../../application/ports/event-store.ts';
import type {CarryOver} from '../../../../domain/carry-over.ts';
import {parseRunId} from '../../../../domain/ids.ts';
import type {DistributionPlan} from '../../../../domain/run-events.ts';
import type {RunReport} from '../../../../domain/run-report.ts';
import type {HttpConfig} from '../../config.ts';
import type {HttpServices} from '../../http-services.ts';
import {Problem} from '../../problem.ts';
import {NO_QUERY} from '../../query.ts';
import {type AnyRoute, route} from '../../route.ts';
import {mailRoute} from '../mail-route.ts';
import {keptMails} from '../mails.tsx';
import {neighboursOf} from '../neighbours.tsx';
import {page} from '../page.ts';
import {runPage} from './run-page.tsx';

/** A run as a page, and its counts for a spreadsheet. */
export function runPages(config: HttpConfig): readonly AnyRoute[] {
  return [
    page(config, {
      path: '/runs/:id',
      access: 'any',
      name: 'pageRun',
      query: z.strictObject({verify: z.literal('now').optional()}),
      view: async (services, {id, query}, context) => {
        const report = await reportOf(services, id);
        const {isAdmin} = context.caller;
        const stored = await services.runEvents(report.run_id, {showSeed: isAdmin, after: 0});
        const formerGroups = isAdmin ? formerGroupsIn(stored) : null;
        const events = stored.map(hideSeed);
        const all = query.verify ? await services.verifyDate(report.business_date) : [];
        const verified = all.find(({run_id}) => run_id === report.run_id) ?? null;
        const mails = await keptMails(services, report.run_id, report.notifications);
        const neighbours = await neighboursOf(services, report.business_date);
        return runPage({report, events, mails, verified, formerGroups, neighbours}, context);
      },
    }),
    mailRoute({path: '/runs/:id', name: 'getRunMail', stream: parseRunId}),
    route({
      method: 'get',
      path: '/runs/:id/counts.csv',
      access: 'any',
      name: 'getRunCounts',
      summary: "A run's groups with their counts",
      query: NO_QUERY,
      answers: {200: {what: 'The counts', types: ['text/csv']}},
      problems: [404],
      handle: async (services, {id}) => {
        const report = await reportOf(services, id);
        const disposition = `attachment; filename="${report.run_id}.csv"`;
        return {
          type: 'text/csv; charset=utf-8',
          headers: {'Content-Disposition': disposition},
          body: csvOf(countLines(report)),
        };
      },
    }),
  ];
}

async function reportOf(services: HttpServices, text: string): Promise<RunReport> {
  const id = parseRunId(text);
  const report = id && (await services.showRun(id));
  if (!report) throw new Problem(404, {detail: 'there is no such run'});
  return report;
}

function formerGroupsIn(stored: readonly StoredEvent[]): CarryOver['groups'] | null {
  const planned = stored.find(({type}) => type === 'DistributionPlanned');
  return (planned?.data as Pick<DistributionPlan, 'carryOver'> | undefined)?.carryOver?.groups ?? null;
}

function countLines({campaigns, verified}: RunReport): (string | number)[][] {
  const counted = (id: string) => verified?.filter(({theory_id}) => theory_id === id).map((it) => it.rows) ?? [];
  const lines = campaigns.flatMap(({theory_id, theory_name, groups}) =>
    Object.entries(groups).map(([letter, {theory_id: group, users_count, written}]) => {
      const [first = '', mirror = ''] = counted(group);
      return [theory_id, theory_name, letter, group, users_count, written.dssb_app, written.spss, first, mirror];
    }),
  );
  const heads = ['campaign', 'name', 'group', 'theory_id', 'planned', 'written_dssb_app', 'written_spss'];
  return [[...heads, 'verified_dssb_app', 'verified_spss'], ...lines];
}
