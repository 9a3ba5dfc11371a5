import type {CampaignSource, EndedToday} from '../../application/ports/campaign-source.ts';
import type {UserSource} from '../../application/ports/user-source.ts';
import type {TheoryRow} from '../../domain/campaigns.ts';
import type {WallTime} from '../../domain/ids.ts';
import type {ColumnValue} from '../../domain/strata.ts';
import type {Connection} from './driver.ts';
import {expectColumns, expectStrata, misshapen, wrongKind} from './source-shape.ts';
import type {SqliteFile} from './sqlite-file.ts';
import {sqliteStatements} from './statements.ts';

/** Throws `refused` where another program has filled the table in a way that would be misread. */
export function sqliteCampaignSource(dssb: SqliteFile, sysdate: () => WallTime): CampaignSource {
  return () =>
    dssb.use((db) => {
      expectColumns(db, 'SoftCollection_theories', THEORY_COLUMNS);
      expectDates(db);
      return db.prepare<[string], TheoryRow>(sqliteStatements.campaigns).all(sysdate());
    });
}

export function sqliteEndedToday(dssb: SqliteFile, sysdate: () => WallTime): EndedToday {
  return async () => {
    const midnight = `${sysdate().slice(0, 10)} 00:00:00`;
    return dssb.use((db) => db.prepare<[string], string>(sqliteStatements.endedToday).pluck().all(midnight));
  };
}

/** Throws as the campaign source does. */
export function sqliteUserSource(spss: SqliteFile, columns: readonly string[] = []): UserSource {
  return async function* ({from, to}) {
    await spss.use((db) => {
      expectColumns(db, 'SC_1_120', {IIN: 'text', COUNT_DAY: 'number'});
      expectStrata(db, columns);
    });
    for await (const rows of spss.stream<UserRow>(sqliteStatements.users(columns), [from, to])) {
      const values = columns.length > 0 ? rows.map(([_, ...row]) => row) : [];
      yield {iins: rows.map(([iin]) => asText(iin)), values};
    }
  };
}

type UserRow = [iin: unknown, ...columns: ColumnValue[]];

function asText(iin: unknown): string | null {
  if (typeof iin === 'string' || iin === null) return iin;
  throw wrongKind('SC_1_120', 'IIN', 'text');
}

const THEORY_COLUMNS = {
  THEORY_ID: 'text',
  THEORY_NAME: 'text',
  THEORY_START_DATE: null,
  THEORY_END_DATE: null,
} as const;
const DATES = ['THEORY_START_DATE', 'THEORY_END_DATE'] as const;

/** SQLite reads `now` and numbers as dates too, moves those with an offset, and answers NULL for all it does not know. */
function expectDates(db: Connection): void {
  const rows = db.prepare<[], Record<string, unknown>>(sqliteStatements.dates).all();
  for (const column of DATES) {
    if (rows.every((row) => isDate(row[column]))) continue;
    throw misshapen(
      'SoftCollection_theories',
      `has dates that are not of the form 2024-01-15 09:00:00, in column ${column}`,
    );
  }
}

function isDate(value: unknown): boolean {
  if (value === null || value === '') return true;
  const [, day] = /^(\d{4}-\d\d-\d\d)(?:[ T]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.0+)?)?)?$/.exec(String(value)) ?? [];
  const time = Date.parse(`${day}T00:00:00Z`);
  return day !== undefined && !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}
