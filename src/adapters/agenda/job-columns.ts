import {type JobParameters, toJobId} from 'agenda';

type Kind = 'text' | 'number' | 'date' | 'flag' | 'json';
type Stored = Exclude<keyof JobParameters, '_id' | 'unique' | 'uniqueOpts'>;

/** Column and kind of each field; dates are milliseconds since 1970. */
const COLUMNS: Readonly<Record<Stored, readonly [column: string, kind: Kind]>> = {
  name: ['name', 'text'],
  type: ['type', 'text'],
  priority: ['priority', 'number'],
  nextRunAt: ['next_run_at', 'date'],
  lockedAt: ['locked_at', 'date'],
  lastRunAt: ['last_run_at', 'date'],
  lastFinishedAt: ['last_finished_at', 'date'],
  failedAt: ['failed_at', 'date'],
  failCount: ['fail_count', 'number'],
  failReason: ['fail_reason', 'text'],
  repeatInterval: ['repeat_interval', 'json'],
  repeatTimezone: ['repeat_timezone', 'text'],
  repeatAt: ['repeat_at', 'text'],
  startDate: ['start_date', 'date'],
  endDate: ['end_date', 'date'],
  skipDays: ['skip_days', 'json'],
  disabled: ['disabled', 'flag'],
  progress: ['progress', 'number'],
  fork: ['fork', 'flag'],
  debounceStartedAt: ['debounce_started_at', 'date'],
  data: ['data', 'json'],
  lastModifiedBy: ['last_modified_by', 'text'],
};

const TYPES = {text: 'TEXT', number: 'REAL', date: 'INTEGER', flag: 'INTEGER', json: 'TEXT'} as const;
const ENTRIES = Object.entries(COLUMNS) as [Stored, readonly [string, Kind]][];

export type Value = string | number | null;
export type JobRow = Readonly<Record<string, Value>>;

export const COLUMN_NAMES: readonly string[] = ENTRIES.map(([, [column]]) => column);

export const JOBS_SCHEMA = `
CREATE TABLE IF NOT EXISTS jobs (
  id TEXT PRIMARY KEY,
  ${ENTRIES.map(([, [column, kind]]) => `${column} ${TYPES[kind]}`).join(',\n  ')}
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS jobs_single ON jobs (name) WHERE type = 'single';`;

/** The values of COLUMN_NAMES, in their order. */
export function toValues(job: JobParameters): Value[] {
  return ENTRIES.map(([field, [, kind]]) => encode(job[field], kind));
}

export function toJob(row: JobRow): JobParameters & {_id: NonNullable<JobParameters['_id']>} {
  const fields = ENTRIES.map(([field, [column, kind]]) => [field, decode(row[column] ?? null, kind)] as const);
  const given = Object.fromEntries(fields.filter(([, value]) => value !== undefined)) as unknown as JobParameters;
  return {...given, nextRunAt: given.nextRunAt ?? null, _id: toJobId(String(row.id))};
}

function encode(value: unknown, kind: Kind): Value {
  if (value === undefined || value === null) return null;
  switch (kind) {
    case 'date':
      return new Date(value as Date).getTime();
    case 'flag':
      return value ? 1 : 0;
    case 'json':
      return JSON.stringify(value);
    default:
      return value as Value;
  }
}

function decode(value: Value, kind: Kind): unknown {
  if (value === null) return undefined;
  switch (kind) {
    case 'date':
      return new Date(value);
    case 'flag':
      return value === 1;
    case 'json':
      return JSON.parse(String(value));
    default:
      return value;
  }
}
