import oracledb, {type BindDefinition} from 'oracledb';
import type {NewRows} from '../../application/ports/group-tables.ts';
import {toDate} from './dates.ts';

/**
 * People to one row of binds. What all rows of a group share travels once for so many of them: a fifth of the values to
 * encode, send and bind. On the test servers that halves a run's time (`npm run bench -- oracle`); not measured on Oracle.
 */
const PEOPLE = 10;
/** Places of what they share, which come first. */
const SHARED = 9;

/** Inserts the rows of up to `PEOPLE` people of one group: first what they share, then who they are, as far as there are. */
export function insertText(table: string): string {
  const people = Array.from(
    {length: PEOPLE},
    (_, i) => `SELECT :${SHARED + 1 + i}${i === 0 ? ' AS IIN' : ''} FROM DUAL`,
  );
  return `INSERT INTO ${table} (IIN, THEORY_ID, DATE_START, DATE_END, INSERT_DATETIME, TAB1, TAB2, TAB3, TAB4, TAB5)
SELECT IIN, THEORY_ID, DATE_START, DATE_END, GREATEST(SYSDATE, NOT_BEFORE), TAB1, TAB2, TAB3, TAB4, TAB5
FROM (SELECT :1 AS THEORY_ID, ${toDate(':2')} AS DATE_START, ${toDate(':3')} AS DATE_END, ${toDate(':4')} AS NOT_BEFORE, :5 AS TAB1, :6 AS TAB2, :7 AS TAB3, :8 AS TAB4, :9 AS TAB5 FROM DUAL),
  (${people.join(' UNION ALL ')})
WHERE IIN IS NOT NULL`;
}

const text = (maxSize: number): BindDefinition => ({type: oracledb.DB_TYPE_VARCHAR, maxSize});

/** In the order of the statement's binds; always the same, so that the database keeps one cursor. */
export const INSERT_BINDS: BindDefinition[] = [
  text(50),
  ...Array.from({length: 3}, () => text(19)),
  ...Array.from({length: 5}, () => text(255)),
  ...Array.from({length: PEOPLE}, () => text(50)),
];

/** What one call sends: rows of binds, each of one group, for `people` people in all. */
export type InsertBatch = {readonly people: number; readonly binds: (string | null)[][]};

/** The calls that insert all: at most `size` people each. */
export function* insertBatches(groups: readonly NewRows[], size: number): Generator<InsertBatch> {
  let [people, binds]: [number, InsertBatch['binds']] = [0, []];
  for (const {theoryId, dateStart, dateEnd, notBefore, tabs, members} of groups) {
    for (let from = 0; from < members.length; ) {
      const named = members.slice(from, from + Math.min(PEOPLE, size - people));
      const nobody = Array<null>(PEOPLE - named.length).fill(null);
      binds.push([theoryId, dateStart, dateEnd, notBefore, ...tabs, ...named, ...nobody]);
      from += named.length;
      people += named.length;
      if (people < size) continue;
      yield {people, binds};
      [people, binds] = [0, []];
    }
  }
  if (people > 0) yield {people, binds};
}
