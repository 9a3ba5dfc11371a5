import type {CampaignSource, EndedToday} from '../../application/ports/campaign-source.ts';
import type {UserSource} from '../../application/ports/user-source.ts';
import type {TheoryRow} from '../../domain/campaigns.ts';
import type {WallTime} from '../../domain/ids.ts';
import type {ColumnValue} from '../../domain/strata.ts';
import type {Catalogue} from './catalogue.ts';
import type {OracleDatabase} from './oracle-database.ts';
import type {OracleSession} from './oracle-session.ts';
import type {OracleStatements} from './statements.ts';

type TheoryColumns = [theoryId: string | null, name: string | null, start: WallTime | null, end: WallTime | null];

/** Active campaigns by the database's own clock. */
export function oracleCampaignSource(
  dssb: OracleDatabase,
  statements: OracleStatements,
  columns: Catalogue,
): CampaignSource {
  return async () => {
    await columns();
    const theories = dssb.use({action: 'active campaigns', what: 'SoftCollection_theories'}, (session) =>
      readTheories(session, statements),
    );
    // Next, two tables are looked at at once: their second session logs in while people are read.
    dssb.use({action: 'active campaigns', what: 'a second session'}, async () => {}).catch(() => {});
    return theories;
  };
}

/** The same, over a session that is there. */
export async function readTheories(session: OracleSession, statements: OracleStatements): Promise<TheoryRow[]> {
  const rows = await session.rows<TheoryColumns>(statements.campaigns);
  return rows.map(([theoryId, name, startDate, endDate]) => ({theoryId, name, startDate, endDate}));
}

export function oracleEndedToday(dssb: OracleDatabase, statements: OracleStatements): EndedToday {
  return () =>
    dssb.use({action: 'ended campaigns', what: 'SoftCollection_theories'}, async (session) => {
      const rows = await session.rows<[theoryId: string | null]>(statements.endedToday);
      return rows.map(([theoryId]) => theoryId ?? '');
    });
}

/** Streams SC_1_120; CHAR columns come padded, which the intake trims. */
export function oracleUserSource(
  spss: OracleDatabase,
  statements: OracleStatements,
  catalogue: Catalogue,
  columns: readonly string[] = [],
): UserSource {
  return async function* ({from, to}) {
    await catalogue();
    const oneDay = from === to;
    const binds = oneDay ? {from_day: from} : {from_day: from, to_day: to};
    const work = {action: 'users', what: 'SC_1_120'};
    for await (const rows of spss.stream<UserRow>(work, statements.users(oneDay, columns), binds)) {
      const values = columns.length > 0 ? rows.map(([_, ...row]) => row.map(plainValue)) : [];
      yield {iins: rows.map(([iin]) => iin), values};
    }
  };
}

type UserRow = [iin: string | null, ...columns: (ColumnValue | Date)[]];

function plainValue(value: ColumnValue | Date): ColumnValue {
  return value instanceof Date ? value.toISOString() : value;
}
