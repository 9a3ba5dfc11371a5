import {existsSync} from 'node:fs';
import {basename} from 'node:path';
import type {Inspect} from '../../application/checks/check-sources.ts';
import {columnGaps, type SeenColumn} from '../../application/checks/column-gaps.ts';
import {asFailure} from '../../application/failure.ts';
import type {Asked, ColumnFacts, DatabaseFacts} from '../../application/ports/check-facts.ts';
import type {TheoryRow} from '../../domain/campaigns.ts';
import type {CountDay} from '../../domain/count-day.ts';
import type {WallTime} from '../../domain/ids.ts';
import {COLUMNS, type Database} from '../../domain/tables.ts';
import type {Connection} from './driver.ts';
import {expectColumns} from './source-shape.ts';
import {sqliteCampaignSource} from './sources.ts';
import type {SqliteFile} from './sqlite-file.ts';

type Looked = {
  readonly file: SqliteFile;
  readonly path: string;
  readonly database: Database;
  readonly sysdate: () => WallTime;
  /** Columns of SC_1_120 that strata are made of. */
  readonly strata: readonly string[];
  readonly countDay: CountDay;
};

/** Looks at one of the embedded databases; one that is not there yet has no campaigns and no users. */
export function inspectSqlite(looked: Looked): Inspect {
  const {file, path, database, strata, sysdate} = looked;
  return async (onAnswer) => {
    const began = performance.now();
    if (!existsSync(path)) {
      onAnswer({what: `no ${basename(path)} yet: it is made at the first start`, ms: 0});
      return {...facts({value: {unseen: [], missing: [], misfit: null, mandatory: []}}, sysdate), ...noRows(database)};
    }
    const seen = await file.use((db) => Object.keys(COLUMNS[database]).flatMap((table) => columnsOf(db, table)));
    onAnswer({what: `${basename(path)} (SQLite)`, ms: performance.now() - began});
    const rows = await sourceRows(looked);
    const source = rows.campaigns ?? rows.users;
    const misfit = source && 'failure' in source ? source.failure.message : null;
    return {...facts({value: {...columnGaps(database, seen, strata), misfit}}, sysdate), ...rows};
  };
}

/** The clock is this machine's own. */
function facts(
  columns: Asked<ColumnFacts>,
  sysdate: () => WallTime,
): Pick<DatabaseFacts, 'clock' | 'columns' | 'oracle'> {
  return {clock: {value: {shown: sysdate(), at: Date.now()}}, columns, oracle: null};
}

type SourceRows = Pick<DatabaseFacts, 'campaigns' | 'users'>;

function noRows(database: Database): SourceRows {
  return database === 'spss' ? {campaigns: null, users: {value: 0}} : {campaigns: {value: []}, users: null};
}

async function sourceRows({file, database, sysdate, countDay: {from, to}}: Looked): Promise<SourceRows> {
  const failed = (error: unknown) => ({failure: asFailure(error)});
  if (database === 'dssb_app') {
    const known = (value: readonly TheoryRow[]) => ({value});
    return {campaigns: await sqliteCampaignSource(file, sysdate)().then(known, failed), users: null};
  }
  const counted = file.use((db) => {
    expectColumns(db, 'SC_1_120', {IIN: 'text', COUNT_DAY: 'number'});
    const sql = 'SELECT count(*) FROM SC_1_120 WHERE COUNT_DAY BETWEEN ? AND ?';
    return {value: db.prepare<[number, number], number>(sql).pluck().get(from, to) ?? 0};
  });
  return {campaigns: null, users: await counted.catch(failed)};
}

function columnsOf(db: Connection, table: string): SeenColumn[] {
  const sql = 'SELECT name, "notnull" AS required, dflt_value AS standard FROM pragma_table_info(?)';
  const rows = db.prepare<[string], {name: string; required: number; standard: string | null}>(sql).all(table);
  return rows.map(({name, required, standard}) => ({table, name, isMandatory: required === 1 && standard === null}));
}
