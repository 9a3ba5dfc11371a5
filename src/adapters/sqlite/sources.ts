import type {CampaignSource} from '../../application/ports/campaign-source.ts';
import type {UserSource} from '../../application/ports/user-source.ts';
import type {TheoryRow} from '../../domain/campaigns.ts';
import type {WallTime} from '../../domain/ids.ts';
import type {SqliteFile} from './sqlite-file.ts';

const CAMPAIGNS = `
SELECT THEORY_ID AS theoryId, coalesce(THEORY_NAME, '') AS name,
  datetime(THEORY_START_DATE) AS startDate, datetime(THEORY_END_DATE) AS endDate
FROM SoftCollection_theories
WHERE ? BETWEEN datetime(THEORY_START_DATE) AND datetime(THEORY_END_DATE)
  OR datetime(THEORY_END_DATE) < datetime(THEORY_START_DATE)`;

const USERS = 'SELECT IIN FROM SC_1_120 WHERE COUNT_DAY BETWEEN ? AND ?';

export function sqliteCampaignSource(dssb: SqliteFile, sysdate: () => WallTime): CampaignSource {
  return () => dssb.use((db) => db.prepare<[string], TheoryRow>(CAMPAIGNS).all(sysdate()));
}

export function sqliteUserSource(spss: SqliteFile): UserSource {
  return async function* ({from, to}) {
    for await (const rows of spss.stream<[string | null]>(USERS, [from, to])) yield rows.map(([iin]) => iin);
  };
}
