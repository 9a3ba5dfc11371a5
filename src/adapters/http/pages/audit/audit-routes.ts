import {csvOf} from '../../../../application/csv-lines.ts';
import type {AuditLine} from '../../../../application/events/audit.ts';
import type {HttpConfig} from '../../config.ts';
import {integer} from '../../query.ts';
import {type AnyRoute, route} from '../../route.ts';
import {page} from '../page.ts';
import {auditPage} from './audit-page.tsx';
import {auditFilter, findAudit} from './audit-query.ts';

const PAGE_LINES = 100;
const COLUMNS = ['at', 'who', 'what', 'from', 'outcome', 'request_id'] as const;

/** What admins asked for: a page of it, and the whole of what it shows for spreadsheets and programs. */
export function auditRoutes(config: HttpConfig): readonly AnyRoute[] {
  const {zone} = config.page;
  return [
    page(config, {
      path: '/audit',
      access: 'admin',
      name: 'pageAudit',
      query: auditFilter.extend({page: integer(1, 100_000, 1)}),
      view: async (services, {query: {page: shown, ...filter}}, context) => {
        const found = await findAudit(services, filter, zone);
        const lines = found.slice((shown - 1) * PAGE_LINES, shown * PAGE_LINES);
        return auditPage({lines, filter, page: shown, pages: Math.ceil(found.length / PAGE_LINES)}, context);
      },
    }),
    file(zone, {name: 'exportAuditCsv', extension: 'csv', type: 'text/csv', write: asCsv}),
    file(zone, {name: 'exportAuditLines', extension: 'jsonl', type: 'application/jsonl', write: asJsonLines}),
  ];
}

type Format = {
  readonly name: string;
  readonly extension: string;
  readonly type: string;
  readonly write: (lines: readonly AuditLine[]) => string;
};

function file(zone: string, {name, extension, type, write}: Format): AnyRoute {
  return route({
    method: 'get',
    path: `/audit.${extension}`,
    access: 'admin',
    name,
    summary: `What admins asked for, newest first, as ${extension.toUpperCase()}; asking for it is recorded too`,
    query: auditFilter,
    answers: {200: {what: 'The actions', types: [type]}},
    handle: async (services, {query}) => ({
      type: `${type}; charset=utf-8`,
      headers: {'Content-Disposition': `attachment; filename="audit.${extension}"`},
      body: write(await findAudit(services, query, zone)),
    }),
  });
}

function asCsv(lines: readonly AuditLine[]): string {
  return csvOf([COLUMNS, ...lines.map((line) => COLUMNS.map((column) => line[column]))]);
}

function asJsonLines(lines: readonly AuditLine[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}
