import type {CampaignSource} from '../../application/ports/campaign-source.ts';
import type {UserSource} from '../../application/ports/user-source.ts';
import type {TheoryRow} from '../../domain/campaigns.ts';
import type {WallTime} from '../../domain/ids.ts';

export type SourceRow = {readonly iin: string | null; readonly countDay: number};

export function memoryCampaignSource(rows: () => readonly TheoryRow[], sysdate: () => WallTime): CampaignSource {
  return async () => {
    const now = sysdate();
    return rows().filter(({startDate, endDate}) => (startDate <= now && now <= endDate) || endDate < startDate);
  };
}

export function memoryUserSource(rows: () => readonly SourceRow[]): UserSource {
  return async function* ({from, to}) {
    yield rows()
      .filter(({countDay}) => countDay >= from && countDay <= to)
      .map(({iin}) => iin);
  };
}
