import type {TheoryId, WallTime} from './ids.ts';
import type {TableDifference} from './table-differences.ts';
import type {Database} from './tables.ts';

/**
 * What a run warns of, by kind, with its figures: part of the events, so that a kind stays readable forever. A new one is a
 * line here, and a line of words in each language (`src/application/words`). No text holds an IIN.
 */
type Figures = {
  /** Another form than SC00000001 or SC00000001.1; odd characters by their code points. */
  readonly bad_theory_id: {readonly theoryId: string};
  readonly no_dates: {readonly theoryId: TheoryId};
  readonly ends_before_start: {
    readonly theoryId: TheoryId;
    readonly startDate: WallTime;
    readonly endDate: WallTime;
  };
  /** Its end is this midnight, with which the day began. */
  readonly ended_today: {readonly theoryId: TheoryId};
  /** `short`: those of them that have fewer digits than most. */
  readonly malformed_ids: {readonly rows: number; readonly short: number};
  /** Dealt by an earlier run, and not standing in any table any more. */
  readonly enrolled_without_row: {readonly people: number};
  /** Rows of a group from before the run, which should be as many in both databases. */
  readonly earlier_difference: {readonly theoryId: TheoryId; readonly dssb: number; readonly spss: number};
  /** When the slot was due, in the schedule's zone, its run found nobody to distribute. */
  readonly late_load: {readonly due: WallTime};
  /** `days` left, where the database says so. */
  readonly password_expires: {readonly database: Database; readonly days: number | null};
  /** Of TAB1–TAB5: the database's character set has something else in their place. */
  readonly lost_letters: {readonly database: Database; readonly letters: string};
  /** Rows of a group in a table, over the campaign's life. */
  readonly tables_differ: TableDifference;
  /** Rows of a campaign's groups A–E that are gone, more of some groups than chance takes; only with LOSSES=tolerated. */
  readonly losses_differ: {readonly theoryId: TheoryId; readonly lost: readonly number[]};
  /** Of today's people and earlier ones, for a campaign of so many people today. */
  readonly many_strata: {readonly strata: number; readonly people: number};
  /** As version 0.1.0 worded it. */
  readonly text: {readonly text: string};
};

export type WarningKind = keyof Figures;
export type Warning<Kind extends WarningKind = WarningKind> = {
  [K in Kind]: {readonly kind: K} & Figures[K];
}[Kind];
