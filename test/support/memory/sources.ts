import type {CampaignSource, EndedToday} from '../../../src/application/ports/campaign-source.ts';
import type {UserSource} from '../../../src/application/ports/user-source.ts';
import type {TheoryRow} from '../../../src/domain/campaigns.ts';
import type {WallTime} from '../../../src/domain/ids.ts';

export type SourceRow = {
  readonly iin: string | null;
  readonly countDay: number | null;
  /** TOTAL_DEBT and REGION. */
  readonly debt?: number | null;
  readonly region?: string | null;
};

export function memoryCampaignSource(rows: () => readonly TheoryRow[], sysdate: () => WallTime): CampaignSource {
  return async () => {
    const now = sysdate();
    return rows().filter(
      ({startDate: start, endDate: end}) =>
        start === null || end === null || (start <= now && now <= end) || end < start,
    );
  };
}

export function memoryEndedToday(rows: () => readonly TheoryRow[], sysdate: () => WallTime): EndedToday {
  return async () => {
    const midnight = `${sysdate().slice(0, 10)} 00:00:00`;
    return rows().flatMap(({theoryId, endDate}) => (endDate === midnight ? (theoryId ?? '') : []));
  };
}

export function memoryUserSource(rows: () => readonly SourceRow[], columns: readonly string[] = []): UserSource {
  return async function* ({from, to}) {
    const found = rows().filter(({countDay}) => countDay !== null && countDay >= from && countDay <= to);
    const value = ({debt = null, region = null}: SourceRow, name: string) => (name === 'REGION' ? region : debt);
    yield {
      iins: found.map(({iin}) => iin),
      values: columns.length > 0 ? found.map((row) => columns.map((name) => value(row, name))) : [],
    };
  };
}
