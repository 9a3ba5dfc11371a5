import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {readCsv} from '../../src/adapters/csv/read-csv.ts';
import {Failure} from '../../src/application/failure.ts';
import type {SourceTable} from '../../src/application/ports/source-tables.ts';
import {tempFolder} from './temp-folder.ts';

export type CsvContent = {readonly columns: readonly string[]; readonly rows: (string | number | null)[][]};

/** Files named `people.csv` that are read for a table, in a folder that is removed after this `describe`. */
export function csvReader() {
  let folder: ReturnType<typeof tempFolder>;
  before(() => {
    folder = tempFolder();
  });
  after(() => folder.remove());

  async function read(content: string | Uint8Array, table: SourceTable = 'SC_1_120'): Promise<CsvContent> {
    const path = join(folder.path, 'people.csv');
    writeFileSync(path, content);
    const {columns, rows} = await readCsv(path, table);
    const all: CsvContent['rows'] = [];
    for await (const batch of rows) all.push(...batch.map((row) => [...row]));
    return {columns, rows: all};
  }

  /** What a bad file is refused with. */
  async function refuse(content: string | Uint8Array, table?: SourceTable): Promise<Failure> {
    const answer = await read(content, table).catch((error: unknown) => error);
    if (answer instanceof Failure) return answer;
    throw answer instanceof Error ? answer : new Error('the file was taken');
  }

  return {read, refuse};
}
