import type {Iin, TheoryId, WallTime} from '../../domain/ids.ts';
import type {TabValues} from '../../domain/tab-values.ts';
import type {Database, Table} from '../../domain/tables.ts';
import type {Warning} from '../../domain/warnings.ts';

/** A row as far as it tells who is where. */
export type MemberRow = {readonly theoryId: TheoryId; readonly iin: string | null};

/** Rows of a group and the people they are of. */
export type RowCount = {
  readonly table: Table;
  readonly theoryId: TheoryId;
  readonly rows: number;
  readonly distinct: number;
};

/** New rows of one group. INSERT_DATETIME is the database's SYSDATE, or `notBefore` should its clock have been set back. */
export type NewRows = {
  readonly theoryId: TheoryId;
  readonly dateStart: WallTime;
  readonly dateEnd: WallTime;
  readonly notBefore: WallTime;
  readonly tabs: TabValues;
  readonly members: readonly Iin[];
};

/** A table that no other session of ours can write to, within a transaction. */
export type LockedTable = {
  /** Streams, in batches, the rows under the ids that are not older; what others had not committed has been waited for. */
  existingRows(theoryIds: readonly TheoryId[], since: WallTime): AsyncIterable<readonly MemberRow[]>;
  /** Inserts all and commits: all or nothing. After an error nothing is known. Called at most once, as the last. */
  insertAndCommit(rows: readonly NewRows[]): Promise<void>;
};

/** The group tables of one database. Whatever has a `since` reads no older row: by an index, past rows cost nothing. */
export type GroupTables = {
  /** The database's own wall clock. */
  sysdate(): Promise<WallTime>;

  /** Streams, in batches, who stands under the ids; with `since` only rows not older. */
  members(table: Table, theoryIds: readonly TheoryId[], since?: WallTime): AsyncIterable<readonly MemberRow[]>;

  /** TAB1–TAB5 of each group's earliest row, in all or not older, by INSERT_DATETIME, then IIN. A group without rows is absent. */
  earliestTabs(
    table: Table,
    theoryIds: readonly TheoryId[],
    since?: WallTime,
  ): Promise<ReadonlyMap<TheoryId, TabValues>>;

  /** Rows that are not older, and their people, per group, in one statement. A group without such rows may be absent. */
  count(table: Table, theoryIds: readonly TheoryId[], since: WallTime): Promise<readonly RowCount[]>;

  /** Rows per group, in all or not older, in one statement. A group without rows may be absent. */
  totals(table: Table, theoryIds: readonly TheoryId[], since?: WallTime): Promise<ReadonlyMap<TheoryId, number>>;

  /** What the database has warned of so far, and which letters of these texts it cannot hold. */
  warnings(texts: readonly string[]): Promise<readonly Warning[]>;

  /** Begins a transaction, waits for the table's lock and works under it; whatever `work` did not commit is rolled back. */
  lock<Result>(table: Table, work: (locked: LockedTable) => Promise<Result>): Promise<Result>;
};

/** Those of both. */
export type DatabaseTables = Readonly<Record<Database, GroupTables>>;
