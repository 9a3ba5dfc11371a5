import {COLUMNS, type Database} from '../../domain/tables.ts';
import type {ColumnFacts} from '../ports/check-facts.ts';

/** A column as a catalogue shows it; `isMandatory`: a row without it is refused. */
export type SeenColumn = {readonly table: string; readonly name: string; readonly isMandatory: boolean};

/** What is not there of all that a run reads and writes, and what is there that it does not fill. Case does not count. */
export function columnGaps(
  database: Database,
  seen: readonly SeenColumn[],
  strata: readonly string[] = [],
): Pick<ColumnFacts, 'unseen' | 'missing' | 'mandatory'> {
  const tables: Readonly<Record<string, readonly string[]>> = COLUMNS[database];
  const unseen: string[] = [];
  const missing: string[] = [];
  const mandatory: string[] = [];
  for (const [table, columns] of Object.entries(tables)) {
    const isSource = table === 'SC_1_120' || table === 'SoftCollection_theories';
    const here = seen.filter((it) => it.table.toUpperCase() === table.toUpperCase());
    const names = here.map(({name}) => name.toUpperCase());
    const wanted = table === 'SC_1_120' ? [...columns, ...strata.map((name) => name.toUpperCase())] : columns;
    if (here.length === 0) unseen.push(table);
    else missing.push(...wanted.filter((name) => !names.includes(name)).map((name) => `${table}.${name}`));
    if (isSource) continue;
    const strange = here.filter(({name, isMandatory}) => isMandatory && !columns.includes(name.toUpperCase()));
    mandatory.push(...strange.map(({name}) => `${table}.${name}`));
  }
  return {unseen, missing, mandatory};
}
