import type {CountDay} from '../../domain/count-day.ts';
import type {ColumnValue} from '../../domain/strata.ts';

/** Rows of SC_1_120: the raw IIN of each, and the columns that were asked for, in their order; no list if none was. */
export type UserBatch = {
  readonly iins: readonly (string | null)[];
  readonly values: readonly (readonly ColumnValue[])[];
};

/** Streams each matching row of SC_1_120, in batches, in any order; reads the IIN and the columns it was made for, and no other. */
export type UserSource = (countDay: CountDay) => AsyncIterable<UserBatch>;
