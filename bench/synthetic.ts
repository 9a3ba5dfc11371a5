import type {Campaign} from '../src/domain/campaigns.ts';
import type {Iin, TheoryId, WallTime} from '../src/domain/ids.ts';

/**
 * The ids of people `from` … `from + n - 1`, all different and in random order.
 * They have the shape of an IIN and are nobody's: born on day 99 of month 99.
 */
export function syntheticIds(n: number, from = 0): Iin[] {
  const order = Uint32Array.from({length: n}, (_, i) => from + i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  // Made after the shuffle, so that they lie in memory as ids that were just read do.
  return Array.from(order, (person) => {
    const digits = String((person * 61_803_399) % 100_000_000).padStart(8, '0');
    return `${digits.slice(0, 2)}9999${digits.slice(2)}` as Iin;
  });
}

export function syntheticCampaigns(n: number): Campaign[] {
  return Array.from({length: n}, (_, i) => {
    const theoryId = `SC${String(i + 1).padStart(8, '0')}` as TheoryId;
    return {
      theoryId,
      name: `Campaign ${i + 1}`,
      startDate: '2000-01-01 00:00:00' as WallTime,
      endDate: '2999-12-31 00:00:00' as WallTime,
      theoryIds: [theoryId],
    };
  });
}
