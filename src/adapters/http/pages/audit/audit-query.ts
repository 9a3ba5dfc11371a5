import {z} from 'zod';
import type {AuditLine} from '../../../../application/events/audit.ts';
import {parseBusinessDate} from '../../../../domain/ids.ts';
import {businessDateAt} from '../../../../domain/wall-time.ts';
import type {HttpServices} from '../../http-services.ts';

/** What an action was about. */
export const AUDIT_KINDS = ['run', 'switch', 'access', 'look', 'other'] as const;
export type AuditKind = (typeof AUDIT_KINDS)[number];

const date = z.iso.date().or(z.literal('')).default('');

/** As a browser's form sends it, where an empty field asks for nothing. */
export const auditFilter = z.strictObject({
  since: date.describe('Only from that day on'),
  until: date.describe('Only until that day, itself included'),
  who: z.string().max(100).default('').describe('Only whose name has this in it'),
  kind: z.enum(AUDIT_KINDS).or(z.literal('')).default('').describe('Only what was about this'),
});
export type AuditFilter = z.output<typeof auditFilter>;

/** Newest first; days are those of the zone. */
export async function findAudit(services: HttpServices, filter: AuditFilter, zone: string): Promise<AuditLine[]> {
  const {since, until, who, kind} = filter;
  const lines = await services.listAudit(parseBusinessDate(since));
  return lines.filter(
    (line) =>
      line.who.includes(who) &&
      (kind === '' || kindOf(line) === kind) &&
      (until === '' || businessDateAt(Date.parse(line.at), zone) <= until),
  );
}

/** By the words that it was recorded with, such as `POST /scheduler/stop`. */
export function kindOf({what}: Pick<AuditLine, 'what'>): AuditKind {
  if (/^POST \/scheduler\/test-distribution/.test(what)) return 'run';
  if (/^POST \/scheduler\/(start|stop)/.test(what)) return 'switch';
  if (/^tokens? /.test(what)) return 'access';
  return /^(GET|HEAD|runs|verify|audit|export) |^POST \/checks/.test(what) ? 'look' : 'other';
}
