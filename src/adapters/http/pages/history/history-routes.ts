import {z} from 'zod';
import {csvOf} from '../../../../application/csv-lines.ts';
import {type BusinessDate, parseBusinessDate} from '../../../../domain/ids.ts';
import type {HttpConfig} from '../../config.ts';
import type {HttpServices} from '../../http-services.ts';
import {Problem} from '../../problem.ts';
import {type AnyRoute, route} from '../../route.ts';
import {daysBefore} from '../days-before.ts';
import {page} from '../page.ts';
import {stateOf, tellingRun} from '../states.ts';
import {historyPage, LISTED} from './history-page.tsx';

const DAYS_SHOWN = 90;
const to = z.iso.date().optional();

/** The quarter that ends with a date, as a page and for a spreadsheet. */
export function historyRoutes(config: HttpConfig): readonly AnyRoute[] {
  return [
    page(config, {
      path: '/history',
      access: 'any',
      name: 'pageHistory',
      query: z.strictObject({to, state: z.enum(LISTED).or(z.literal('')).default('')}),
      view: async (services, {query}, context) => {
        const last = lastDate(services, query.to);
        const today = services.today();
        const after = daysBefore(last, -DAYS_SHOWN);
        const newer = last >= today ? null : after > today ? today : after;
        const days = await services.listDays(daysBefore(last, DAYS_SHOWN - 1), last);
        return historyPage({days, state: query.state || null, newer, older: daysBefore(last, DAYS_SHOWN)}, context);
      },
    }),
    route({
      method: 'get',
      path: '/history.csv',
      access: 'any',
      name: 'getHistory',
      summary: 'The days as a list',
      query: z.strictObject({to}),
      answers: {200: {what: 'The days', types: ['text/csv']}},
      handle: async (services, {query}) => {
        const last = lastDate(services, query.to);
        const days = await services.listDays(daysBefore(last, DAYS_SHOWN - 1), last);
        const lines = days.map((day) => {
          const run = tellingRun(day);
          const reason = day.missed ?? run?.reason ?? run?.error?.kind ?? '';
          const figures = [run?.run_id ?? '', run?.users.distributed ?? '', run?.duration_ms ?? ''];
          return [day.date, stateOf(day, config.now()), reason, ...figures];
        });
        const heads = ['date', 'state', 'reason', 'run_id', 'distributed', 'duration_ms'];
        return {
          type: 'text/csv; charset=utf-8',
          headers: {'Content-Disposition': `attachment; filename="history-${last}.csv"`},
          body: csvOf([heads, ...lines]),
        };
      },
    }),
  ];
}

/** No later than today. */
function lastDate(services: HttpServices, asked: string | undefined): BusinessDate {
  const today = services.today();
  if (asked === undefined || asked >= today) return today;
  const date = parseBusinessDate(asked);
  if (date === null || date < '1970-06-01') throw new Problem(400, {detail: 'to is not a date such as 2024-01-15'});
  return date;
}
