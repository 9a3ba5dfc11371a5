import type {CountDay} from '../../domain/count-day.ts';
import type {Database, Table} from '../../domain/tables.ts';

/** What an adapter sends to the two databases, as text; `ids` is how many THEORY_IDs a statement names. */
export type StatementTexts = {
  /** What tells the tables' columns; null where they are known. */
  readonly columns: (database: Database) => string | null;
  readonly campaigns: string;
  readonly users: (countDay: CountDay) => string;
  /** Null where the clock is not the database's. */
  readonly sysdate: string | null;
  readonly members: (table: Table, ids: number, since: boolean) => string;
  readonly count: (table: Table, ids: number) => string;
  readonly totals: (table: Table, ids: number, since: boolean) => string;
  readonly lock: (table: Table) => string;
  readonly insert: (table: Table) => string;
  /** How often `insert` is sent for a campaign's groups of these sizes. */
  readonly insertCalls: (sizes: readonly number[]) => number;
  /** Null where the last insert commits. */
  readonly commit: string | null;
};
