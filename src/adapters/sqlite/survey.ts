import {existsSync} from 'node:fs';
import {basename} from 'node:path';
import type {StateSurvey, Survey} from '../../application/ports/state-survey.ts';
import {type Connection, openDatabase} from './driver.ts';
import {STATE_SCHEMA} from './schema.ts';
import {sqliteFailure} from './sqlite-failure.ts';

/** A file of the embedded databases, with what its opening makes where it is missing. */
export type SurveyedFile = {readonly path: string; readonly schema: string};

/** Of `state`, and what is missing in the other files too. A file that is not there yet lacks nothing: it is made whole. */
export function sqliteSurvey(state: string, others: readonly SurveyedFile[]): StateSurvey {
  return async () => {
    const files = [{path: state, schema: STATE_SCHEMA}, ...others].filter(({path}) => existsSync(path));
    const missing = files.flatMap(({path, schema}) => reading(path, (db) => missingIn(db, schema, basename(path))));
    if (!existsSync(state)) return {missing, events: [], runs: 0, shape: null};
    return {missing, ...reading(state, countState)};
  };
}

function reading<Result>(path: string, work: (db: Connection) => Result): Result {
  try {
    const db = openDatabase(path, {readonly: true, fileMustExist: true, timeout: 1_000});
    try {
      return work(db);
    } finally {
      db.close();
    }
  } catch (error) {
    throw sqliteFailure(error, path, null);
  }
}

function missingIn(db: Connection, schema: string, file: string): string[] {
  const model = openDatabase(':memory:').exec(schema);
  const there = new Set(structuresOf(db));
  const missing = structuresOf(model).filter((name) => !there.has(name));
  model.close();
  return missing.map((name) => `${name} of ${file}`);
}

function structuresOf(db: Connection): string[] {
  const sql = "SELECT type || ' ' || name FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'";
  return db.prepare<[], string>(sql).pluck().all();
}

function countState(db: Connection): Omit<Survey, 'missing'> {
  const has = (table: string) => structuresOf(db).includes(`table ${table}`);
  if (!has('events')) return {events: [], runs: 0, shape: null};
  const events = db.prepare<[], Survey['events'][number]>(
    'SELECT type, schema, count(*) AS count FROM events GROUP BY type, schema ORDER BY type, schema',
  );
  const runs = db.prepare<[], number>("SELECT count(DISTINCT stream) FROM events WHERE stream LIKE 'distribution-%'");
  const shape = has('projections') ? db.prepare<[], number>("SELECT shape FROM projections WHERE name = 'runs'") : null;
  return {events: events.all(), runs: runs.pluck().get() ?? 0, shape: shape?.pluck().get() ?? null};
}
