import oracledb, {type BindDefinition} from 'oracledb';
import type {NewRows} from '../../application/ports/group-tables.ts';
import {toDate} from './dates.ts';

/**
 * One row, sent as an array of rows: one execution for all. INSERT … SELECT would send less, but a row trigger that reads its
 * own table refuses it (ORA-04091), and each of its rows of binds is an execution.
 */
export function insertText(table: string): string {
  return `INSERT INTO ${table} (IIN, THEORY_ID, DATE_START, DATE_END, INSERT_DATETIME, TAB1, TAB2, TAB3, TAB4, TAB5)
VALUES (:1, :2, ${toDate(':3')}, ${toDate(':4')}, GREATEST(SYSDATE, ${toDate(':5')}), :6, :7, :8, :9, :10)`;
}

/**
 * Sizes that Oracle tells cursors apart by: within a step all calls share one. The Oracle Client sets the whole size aside for
 * each value of a call. The last is more than any column counts: one of 255 characters may have 1,020 bytes.
 */
const TAB_BYTES = [128, 2000, 4000];

const text = (maxSize: number): BindDefinition => ({type: oracledb.DB_TYPE_VARCHAR, maxSize});

/** In the order of the statement's binds, as large as the longest TAB value needs. */
export function insertBinds(groups: readonly Pick<NewRows, 'tabs'>[]): BindDefinition[] {
  const longest = Math.max(...groups.flatMap(({tabs}) => tabs.map((tab) => Buffer.byteLength(tab ?? ''))));
  const tabBytes = TAB_BYTES.find((step) => longest <= step) ?? longest;
  return [...[50, 50, 19, 19, 19].map(text), ...Array.from({length: 5}, () => text(tabBytes))];
}

/** The rows of all groups in their order, as binds, at most `size` to a call. */
export function* insertBatches(groups: readonly NewRows[], size: number): Generator<(string | null)[][]> {
  let rows: (string | null)[][] = [];
  for (const {theoryId, dateStart, dateEnd, notBefore, tabs, members} of groups) {
    for (const iin of members) {
      rows.push([iin, theoryId, dateStart, dateEnd, notBefore, ...tabs]);
      if (rows.length < size) continue;
      yield rows;
      rows = [];
    }
  }
  if (rows.length > 0) yield rows;
}
