import type {CountDay} from '../../domain/count-day.ts';

/** Streams the raw IIN of each matching row of SC_1_120, in batches, in any order. */
export type UserSource = (countDay: CountDay) => AsyncIterable<readonly (string | null)[]>;
