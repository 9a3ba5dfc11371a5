import {parseTheoryId} from '../../domain/ids.ts';
import type {IinFormat} from '../../domain/iin-format.ts';
import {UserIntake} from '../../domain/user-intake.ts';
import type {SourceTable, SourceTables, SourceValues} from '../ports/source-tables.ts';

export type ImportResult = {
  readonly rows: number;
  /** Rows that a run would leave out: a spoilt id, or a THEORY_ID of another form. */
  readonly malformed: number;
};

type Content = {
  readonly table: SourceTable;
  readonly columns: readonly string[];
  readonly rows: AsyncIterable<readonly SourceValues[]>;
};

/** Adds rows to a source table, all or none, and counts those that a run will not take. Without `tables` it only counts. */
export async function importRows(
  {table, columns, rows}: Content,
  {tables, replace, iinFormat}: {tables: SourceTables | null; replace: boolean; iinFormat: IinFormat},
): Promise<ImportResult> {
  const check = table === 'SC_1_120' ? checkUsers(iinFormat) : checkCampaigns();
  const column = columns.indexOf(table === 'SC_1_120' ? 'IIN' : 'THEORY_ID');
  async function* checked() {
    for await (const batch of rows) {
      check.add(batch.map((values) => textOf(values[column])));
      yield batch;
    }
  }
  const count = tables ? await tables.insert(table, columns, checked(), {replace}) : await countRows(checked());
  return {rows: count, malformed: check.malformed()};
}

async function countRows(rows: AsyncIterable<readonly SourceValues[]>): Promise<number> {
  let count = 0;
  for await (const batch of rows) count += batch.length;
  return count;
}

function checkUsers(format: IinFormat) {
  const intake = new UserIntake(format);
  return {
    add: (ids: readonly (string | null)[]) => intake.add(ids),
    malformed: () => {
      intake.dropShort(null);
      return intake.counts.malformed;
    },
  };
}

function checkCampaigns() {
  let malformed = 0;
  return {
    add: (ids: readonly (string | null)[]) => {
      malformed += ids.filter((id) => parseTheoryId(id?.trim() ?? '') === null).length;
    },
    malformed: () => malformed,
  };
}

function textOf(value: SourceValues[number] | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
