import {Failure} from '../../application/failure.ts';
import {NEEDED_COLUMNS, SOURCE_COLUMNS} from '../../application/import/source-columns.ts';
import type {Column, SourceTable} from '../../application/ports/source-tables.ts';
import {scrub} from '../../domain/scrub.ts';
import {showOdd} from '../../domain/show-odd.ts';
import {columnName} from './separator.ts';

const MAX_NAMED = 5;

/** The columns of a file by its header; null for one without a name, which must stay empty. */
export function readHeader(file: string, table: SourceTable, header: readonly string[]): (Column | null)[] {
  const given = header.map(columnName);
  const named = given.filter((name) => name !== '');
  const known = new Map(SOURCE_COLUMNS[table].map((column) => [column.name, column]));
  const missing = NEEDED_COLUMNS[table].filter((name) => !given.includes(name));
  const unknown = named.filter((name) => !known.has(name));
  const refuse = (what: string) =>
    new Failure('usage', `${file} ${what}`, {
      advice: `the header names the columns, with commas, semicolons or tabs between them: ${columnNames(table)}`,
    });
  if (missing.length > 0) {
    const instead = unknown.length > 0 ? `; it has ${list(unknown)}` : '';
    throw refuse(`has no column ${missing.join(', ')}${instead}`);
  }
  if (unknown.length > 0) throw refuse(`has columns that ${table} has not: ${list(unknown)}`);
  if (new Set(named).size < named.length) throw refuse('names a column twice');
  return given.map((name) => known.get(name) ?? null);
}

export function columnNames(table: SourceTable): string {
  return SOURCE_COLUMNS[table].map(({name}) => name).join(', ');
}

function list(unknown: readonly string[]): string {
  const shown = unknown.slice(0, MAX_NAMED).map((name) => showOdd(scrub(name.slice(0, 60))));
  return shown.join(', ') + (unknown.length > MAX_NAMED ? ` and ${unknown.length - MAX_NAMED} more` : '');
}
