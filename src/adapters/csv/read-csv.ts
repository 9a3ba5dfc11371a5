import {basename} from 'node:path';
import {pipeline} from 'node:stream';
import {parse} from 'csv-parse';
import {Failure} from '../../application/failure.ts';
import {rowFault, SOURCE_COLUMNS} from '../../application/import/source-columns.ts';
import type {Column, SourceTable, SourceValues} from '../../application/ports/source-tables.ts';
import {trimUnseen} from '../../domain/iin.ts';
import {MAX_FAULTS, parserFailure, rowsFailure} from './csv-failure.ts';
import {decodeFile} from './decode-file.ts';
import {parseValue} from './parse-value.ts';
import {columnNames, readHeader} from './read-header.ts';
import {findSeparator, type Head} from './separator.ts';
import {LineTidier} from './tidy-lines.ts';
import {mayBeWindows1251} from './windows-1251.ts';

const BATCH_ROWS = 5_000;
/** A header is not longer. */
const MAX_HEAD = 100_000;

export type CsvRows = {readonly columns: readonly string[]; readonly rows: AsyncIterable<readonly SourceValues[]>};

type Parsed = {readonly record: string[]; readonly info: {readonly lines: number}};
type Columns = readonly (Column | null)[];

/**
 * Opens a CSV file for a source table: a header of column names, then rows. Commas, semicolons, tabs or bars between values,
 * any line ends, quotes as in RFC 4180, UTF-8 or UTF-16. Rows and columns that are blank throughout are no data. Whatever is
 * wrong throws a Failure that names the lines, never a value.
 */
export async function readCsv(path: string, table: SourceTable): Promise<CsvRows> {
  const file = basename(path);
  const tidier = new LineTidier();
  const records = readRecords(path, table, tidier);
  const header = await records.next();
  if (header.done) {
    throw new Failure('usage', `${file} is empty`, {advice: `begin it with a header: ${columnNames(table)}`});
  }
  const columns = readHeader(file, table, header.value.record);
  return {columns: columns.flatMap((column) => column?.name ?? []), rows: readRows(file, columns, records, tidier)};
}

/** All records that are not blank throughout; the header is the first. */
async function* readRecords(path: string, table: SourceTable, tidier: LineTidier): AsyncGenerator<Parsed> {
  const text = tidy(decodeFile(path), tidier);
  const names = SOURCE_COLUMNS[table].map(({name}) => name);
  try {
    const head = await readHead(text, names);
    const options = {delimiter: head.separator, info: true, record_delimiter: '\n', relax_column_count: true};
    // The iteration sees whatever breaks the pipeline; the callback has nothing to add.
    const parser = pipeline(chain(head.text, text), parse({...options, skip_empty_lines: true}), () => {});
    for await (const parsed of parser as AsyncIterable<Parsed>) if (!isBlank(parsed.record)) yield parsed;
  } catch (error) {
    throw parserFailure(basename(path), error, tidier.openQuote);
  }
}

async function* tidy(chunks: AsyncIterable<string>, tidier: LineTidier): AsyncGenerator<string> {
  for await (const chunk of chunks) yield tidier.take(chunk);
  yield tidier.end();
}

async function readHead(text: AsyncGenerator<string>, names: readonly string[]): Promise<Head> {
  let read = '';
  for (;;) {
    const {done, value} = await text.next();
    read += value ?? '';
    const head = findSeparator(read, names);
    if (head.isWhole || done || read.length > MAX_HEAD) return head;
  }
}

async function* chain(head: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield head;
  yield* rest;
}

async function* readRows(file: string, columns: Columns, records: AsyncIterable<Parsed>, {isMarked}: LineTidier) {
  const faults: string[] = [];
  let batch: SourceValues[] = [];
  for await (const {record, info} of records) {
    const values: (string | number | null)[] = [];
    const fault = parseRecord(columns, record, values) ?? (isMarked ? null : encodingFault(values));
    if (fault) faults.push(`line ${info.lines}: ${fault}`);
    if (faults.length === MAX_FAULTS) break;
    batch.push(values);
    if (batch.length === BATCH_ROWS) {
      if (faults.length === 0) yield batch;
      batch = [];
    }
  }
  if (faults.length > 0) throw rowsFailure(file, faults);
  if (batch.length > 0) yield batch;
}

/** Fills `values`; answers the first thing that is wrong. */
function parseRecord(columns: Columns, record: readonly string[], values: (string | number | null)[]): string | null {
  if (record.length < columns.length || !isBlank(record.slice(columns.length))) return NOT_AS_MANY;
  for (const [i, column] of columns.entries()) {
    const raw = record[i] ?? '';
    if (column === null) {
      if (!isBlank([raw])) return `column ${i + 1} has a value and no name`;
      continue;
    }
    const parsed = parseValue(column, raw);
    if (parsed.type === 'fault') return `${column.name} ${parsed.fault}`;
    values.push(parsed.value);
  }
  return rowFault(
    columns.flatMap((column) => column?.name ?? []),
    values,
  );
}

const NOT_AS_MANY = 'has not as many values as the header has columns';

function encodingFault(values: SourceValues): string | null {
  const isDoubtful = values.some((value) => typeof value === 'string' && mayBeWindows1251(value));
  return isDoubtful ? 'may be in Windows-1251: save the file as "CSV UTF-8"' : null;
}

function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => trimUnseen(cell) === '');
}
