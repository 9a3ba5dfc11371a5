import type {Column, SourceTable} from '../ports/source-tables.ts';

const text = (name: string, max: number, required = false): Column => ({name, kind: 'text', required, max});
const number = (name: string): Column => ({name, kind: 'number', required: false, max: 40});
const date = (name: string, required = false): Column => ({name, kind: 'date', required, max: 19});

/** The columns that a file may have, in Oracle's sizes. IIN is as wide as the column it will be written to. */
export const SOURCE_COLUMNS: Readonly<Record<SourceTable, readonly Column[]>> = {
  SoftCollection_theories: [
    text('THEORY_ID', 50, true),
    text('THEORY_NAME', 255),
    text('THEORY_DESCRIPTION', 1000),
    date('LOAD_DATE'),
    date('THEORY_START_DATE', true),
    date('THEORY_END_DATE', true),
    number('USER_COUNT'),
    text('CREATED_BY', 100),
  ],
  SC_1_120: [
    text('IIN', 50),
    number('COUNT_DAY'),
    number('TOTAL_DEBT'),
    text('BASE_TYPE', 50),
    text('REGION', 100),
    text('FILIAL', 100),
    date('REPORT_DATE'),
  ],
};

/** The columns without which a file makes no sense. */
export const NEEDED_COLUMNS: Readonly<Record<SourceTable, readonly string[]>> = {
  SoftCollection_theories: ['THEORY_ID', 'THEORY_NAME', 'THEORY_START_DATE', 'THEORY_END_DATE'],
  SC_1_120: ['IIN', 'COUNT_DAY'],
};

/** What is wrong with a row as a whole, or null. */
export function rowFault(columns: readonly string[], values: readonly (string | number | null)[]): string | null {
  const [start, end] = ['THEORY_START_DATE', 'THEORY_END_DATE'].map((name) => values[columns.indexOf(name)]);
  return start && end && end < start ? 'THEORY_END_DATE is before THEORY_START_DATE' : null;
}
