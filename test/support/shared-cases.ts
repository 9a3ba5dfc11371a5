import {readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {readCsv} from '../../src/adapters/csv/read-csv.ts';
import {Failure} from '../../src/application/failure.ts';
import {importRows} from '../../src/application/import/import-rows.ts';
import type {SourceTable, SourceValues} from '../../src/application/ports/source-tables.ts';
import type {TheoryRow} from '../../src/domain/campaigns.ts';
import type {IinFormat} from '../../src/domain/iin-format.ts';
import {makeWorld} from './world.ts';

/** Beside the checkout; whoever runs the integration tests must have it there. */
export const SHARED_CASES = fileURLToPath(new URL('../../../shared/cases/', import.meta.url));

/** Throws where the folder is not there. */
export function caseText(name: string): string {
  return readFileSync(SHARED_CASES + name, 'utf8');
}

export type CaseContent = {readonly columns: readonly string[]; readonly rows: readonly SourceValues[]};

/** A file of a case as the import reads it, or what it is refused with. */
export async function readCase(name: string, table: SourceTable): Promise<CaseContent | Failure> {
  try {
    const {columns, rows} = await readCsv(resolve(SHARED_CASES, name), table);
    const all: SourceValues[] = [];
    for await (const batch of rows) all.push(...batch);
    return {columns, rows: all};
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

/** Refused by the import as a whole: what it says and advises. */
export async function refusal(name: string, table: SourceTable): Promise<string> {
  const answer = await readCase(name, table);
  if (answer instanceof Failure && answer.kind === 'usage') return `${answer.message}\n${answer.advice}`;
  throw answer instanceof Failure ? answer : new Error(`${name} was taken`);
}

async function taken(name: string, table: SourceTable): Promise<CaseContent> {
  const answer = await readCase(name, table);
  if (answer instanceof Failure) throw answer;
  return answer;
}

export async function usersOf(name: string) {
  const {columns, rows} = await taken(name, 'SC_1_120');
  const [iin, day] = ['IIN', 'COUNT_DAY'].map((column) => columns.indexOf(column)) as [number, number];
  return rows.map((values) => ({iin: values[iin] as string | null, countDay: values[day] as number | null}));
}

export async function campaignsOf(name: string): Promise<TheoryRow[]> {
  const {columns, rows} = await taken(name, 'SoftCollection_theories');
  const at = (column: string) => columns.indexOf(column);
  return rows.map((values) => ({
    theoryId: values[at('THEORY_ID')],
    name: values[at('THEORY_NAME')],
    startDate: values[at('THEORY_START_DATE')],
    endDate: values[at('THEORY_END_DATE')],
  })) as TheoryRow[];
}

/** What an import, or its dry run, counts. */
export async function malformedOf(
  name: string,
  table: SourceTable,
  iinFormat: IinFormat = 'plausible',
): Promise<number> {
  const {columns, rows} = await readCsv(SHARED_CASES + name, table);
  return (await importRows({table, columns, rows}, {tables: null, replace: false, iinFormat})).malformed;
}

/** Days one after the other: each loads its files instead of the users there were and runs; answers all reports. */
export async function runDays(days: readonly (readonly string[])[], iinFormat: IinFormat = 'plausible') {
  const world = makeWorld({users: 0});
  const reports = [];
  for (const files of days) {
    const users = (await Promise.all(files.map(usersOf))).flat();
    world.source.users.splice(0, Number.POSITIVE_INFINITY, ...users);
    reports.push((await world.run({iinFormat})).at(-1)!);
  }
  return {reports, world};
}
