import {Failure} from '../../application/failure.ts';
import type {Database} from '../../domain/tables.ts';
import type {Column} from './catalogue.ts';

/** An id of people or groups has so many characters. */
const ID_LENGTH = 12;
const TEXT = /^N?(VARCHAR2|CHAR)$/;
const DATE = /^(DATE|TIMESTAMP\(\d\))/;

/** The columns that are read or written. COUNT_DAY is compared as whatever it is. */
const EXPECTED: Readonly<Record<string, 'id' | 'text' | 'date'>> = {
  ...{IIN: 'id', THEORY_ID: 'id', THEORY_NAME: 'text'},
  ...{TAB1: 'text', TAB2: 'text', TAB3: 'text', TAB4: 'text', TAB5: 'text'},
  ...{
    DATE_START: 'date',
    DATE_END: 'date',
    INSERT_DATETIME: 'date',
    THEORY_START_DATE: 'date',
    THEORY_END_DATE: 'date',
  },
};

/** The first column that the service cannot work with, in words; null if there is none. */
export function columnFault(columns: readonly Column[], database: Database): Failure | null {
  for (const column of columns) {
    const wrong = wrongIn(column);
    if (!wrong) continue;
    const {table, name, type, length} = column;
    return new Failure('refused', `${database}, ${table}.${name} is ${type}(${length}): ${wrong}`, {
      database,
      advice: 'have the column changed as docs/oracle.md describes the tables, then: softcollection resume',
    });
  }
  return null;
}

function wrongIn({name, type, length}: Column): string | null {
  const expected = EXPECTED[name];
  if (expected === undefined) return null;
  if (expected === 'date') return DATE.test(type) ? null : 'expected DATE or TIMESTAMP';
  if (type === 'NUMBER' && expected === 'id')
    return 'a number loses the leading zeros of ids; expected VARCHAR2 or CHAR';
  if (!TEXT.test(type)) return 'expected VARCHAR2 or CHAR';
  return expected === 'id' && length < ID_LENGTH ? `expected at least ${ID_LENGTH}` : null;
}
