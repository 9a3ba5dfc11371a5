import {createReadStream} from 'node:fs';
import {basename} from 'node:path';
import {pipeline} from 'node:stream';
import {CsvError, parse} from 'csv-parse';
import {Failure} from '../../application/failure.ts';
import {NEEDED_COLUMNS, rowFault, SOURCE_COLUMNS} from '../../application/import/source-columns.ts';
import type {Column, SourceTable, SourceValues} from '../../application/ports/source-tables.ts';
import {scrub} from '../../domain/scrub.ts';
import {parseValue} from './parse-value.ts';

const BATCH_ROWS = 5_000;
const MAX_FAULTS = 20;

export type CsvRows = {readonly columns: readonly string[]; readonly rows: AsyncIterable<readonly SourceValues[]>};

type Parsed = {record: string[]; info: {lines: number}};

/**
 * Opens a CSV file for a source table: a header of column names, then rows. UTF-8 with or without BOM, LF or CRLF,
 * quotes as in RFC 4180. Whatever is wrong throws a Failure that names the lines, never a value.
 */
export async function readCsv(path: string, table: SourceTable): Promise<CsvRows> {
  const file = basename(path);
  const records = parseFile(path);
  const header = await records.next().catch((error) => Promise.reject(fileFailure(file, error)));
  if (header.done) throw new Failure('usage', `${file} is empty`, {advice: `begin it with a header: ${names(table)}`});
  const columns = readHeader(file, table, header.value.record);
  return {columns: columns.map(({name}) => name), rows: readRows(file, columns, records)};
}

function parseFile(path: string): AsyncIterator<Parsed> & AsyncIterable<Parsed> {
  const options = {bom: true, info: true, record_delimiter: '\n', skip_empty_lines: true};
  // The iteration sees whatever breaks the pipeline; the callback has nothing to add.
  return pipeline(decode(path), parse(options), () => {})[Symbol.asyncIterator]() as AsyncIterableIterator<Parsed>;
}

/** Text with LF line ends: csv-parse counts a CRLF within quotes as two lines. */
async function* decode(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', {fatal: true});
  let held = '';
  for await (const chunk of createReadStream(path)) {
    const text = held + decoder.decode(chunk as Buffer, {stream: true});
    held = text.endsWith('\r') ? '\r' : '';
    yield text.slice(0, text.length - held.length).replaceAll('\r\n', '\n');
  }
  yield held + decoder.decode();
}

function readHeader(file: string, table: SourceTable, header: readonly string[]): Column[] {
  const given = header.map((name) => name.trim().toUpperCase());
  const columns = given.flatMap((name) => SOURCE_COLUMNS[table].find((column) => column.name === name) ?? []);
  const missing = NEEDED_COLUMNS[table].filter((name) => !given.includes(name));
  const advice = `the header names the columns, separated by commas: ${names(table)}`;
  if (missing.length > 0) throw new Failure('usage', `${file} has no column ${missing.join(', ')}`, {advice});
  if (columns.length < given.length) {
    const unknown = given.filter((name) => !columns.some((column) => column.name === name));
    throw new Failure('usage', `${file} has columns that ${table} has not: ${unknown.map(scrub).join(', ')}`, {advice});
  }
  if (new Set(given).size < given.length) throw new Failure('usage', `${file} names a column twice`, {advice});
  return columns;
}

async function* readRows(file: string, columns: readonly Column[], records: AsyncIterable<Parsed>) {
  const faults: string[] = [];
  let batch: SourceValues[] = [];
  try {
    for await (const {record, info} of records) {
      const values: (string | number | null)[] = [];
      const fault = parseRecord(columns, record, values);
      if (fault) faults.push(`line ${info.lines}: ${fault}`);
      if (faults.length === MAX_FAULTS) break;
      batch.push(values);
      if (batch.length === BATCH_ROWS) {
        if (faults.length === 0) yield batch;
        batch = [];
      }
    }
  } catch (error) {
    throw fileFailure(file, error);
  }
  if (faults.length > 0) throw rowsFailure(file, faults);
  if (batch.length > 0) yield batch;
}

/** Fills `values`; answers the first thing that is wrong. */
function parseRecord(columns: readonly Column[], record: readonly string[], values: (string | number | null)[]) {
  for (const [i, column] of columns.entries()) {
    const parsed = parseValue(column, record[i] ?? '');
    if (parsed.type === 'fault') return `${column.name} ${parsed.fault}`;
    values.push(parsed.value);
  }
  return rowFault(
    columns.map(({name}) => name),
    values,
  );
}

function rowsFailure(file: string, faults: readonly string[]): Failure {
  const more = faults.length === MAX_FAULTS ? '; and maybe more' : '';
  return new Failure('usage', `${file}: ${faults.join('; ')}${more}`, {
    advice: 'nothing of the file was imported; mend these lines and import it again',
  });
}

function fileFailure(file: string, error: unknown): unknown {
  if (error instanceof CsvError) {
    return rowsFailure(file, [`line ${error.lines}: ${CSV_FAULTS[error.code] ?? 'is not valid CSV'}`]);
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    return new Failure('usage', `${file} is not UTF-8`, {advice: 'save it as "CSV UTF-8", then import it again'});
  }
  if (code.startsWith('E')) {
    return new Failure('usage', `${file} cannot be read (${code})`, {advice: 'check the path and its permissions'});
  }
  return error;
}

const CSV_FAULTS: Readonly<Record<string, string>> = {
  CSV_RECORD_INCONSISTENT_FIELDS_LENGTH: 'has not as many values as the header has columns',
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened at or before this line and never closed',
  CSV_INVALID_CLOSING_QUOTE: 'a closing quote is not followed by a comma',
  INVALID_OPENING_QUOTE: 'a quote stands within a value that does not begin with one',
};

function names(table: SourceTable): string {
  return SOURCE_COLUMNS[table].map(({name}) => name).join(', ');
}
