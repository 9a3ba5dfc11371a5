import type {Iin, TheoryId, WallTime} from '../../domain/ids.ts';
import type {GroupCount, GroupWrite} from '../../domain/run-events.ts';
import type {TabValues} from '../../domain/tab-values.ts';
import type {Table} from '../../domain/tables.ts';

/** The rows of one transaction: a campaign's groups in one table. */
export type GroupRows = {
  readonly table: Table;
  readonly dateStart: WallTime;
  readonly dateEnd: WallTime;
  /** No row is dated before this, even if the database's clock is set back. */
  readonly since: WallTime;
  readonly groups: readonly {readonly theoryId: TheoryId; readonly tabs: TabValues; readonly members: readonly Iin[]}[];
};

/** A row as far as it tells who is where. */
export type MemberRow = {readonly theoryId: TheoryId; readonly iin: string | null};

/** The group tables of one database. */
export type GroupTables = {
  /** The database's own wall clock. */
  sysdate(): Promise<WallTime>;

  /** Streams, in batches, who stands under the ids; with `since` only rows not older. Reads by the index on THEORY_ID. */
  members(table: Table, theoryIds: readonly TheoryId[], since?: WallTime): AsyncIterable<readonly MemberRow[]>;

  /** TAB1–TAB5 of each group's earliest row, by INSERT_DATETIME, then IIN. A group without rows is absent. */
  earliestTabs(table: Table, theoryIds: readonly TheoryId[]): Promise<ReadonlyMap<TheoryId, TabValues>>;

  /** Rows and people per group, in one statement. A group without rows may be absent. */
  count(table: Table, theoryIds: readonly TheoryId[], since: WallTime): Promise<readonly GroupCount[]>;

  /**
   * Makes the rows stand, however often it is said: in one transaction it locks the table, calls `fence` (which throws
   * when this worker has been replaced), reads who stands there already, inserts the missing and commits.
   * After an error nothing is known: say it again.
   */
  write(rows: GroupRows, fence: () => Promise<void>): Promise<readonly GroupWrite[]>;
};
