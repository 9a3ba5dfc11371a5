import type {Campaign} from '../../src/domain/campaigns.ts';
import type {TheoryId, WallTime} from '../../src/domain/ids.ts';

export function sampleCampaigns(count: number): Campaign[] {
  return Array.from({length: count}, (_, i) => {
    const theoryId = `SC${String(i + 1).padStart(8, '0')}` as TheoryId;
    return {
      theoryId,
      name: `Campaign ${i + 1}`,
      startDate: '2024-01-01 00:00:00' as WallTime,
      endDate: '2024-12-31 00:00:00' as WallTime,
      theoryIds: [theoryId],
    };
  });
}
