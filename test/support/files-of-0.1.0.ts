import {mkdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {openDatabase} from '../../src/adapters/sqlite/driver.ts';
import type {Installation} from './installation.ts';

const FILES = ['dssb_app', 'spss', 'state'] as const;

/** Dumps of the files that 0.1.0 left: a run of 20 people, and one of 12 that owes SPSS its 10 rows. Never rewritten. */
function left(name: (typeof FILES)[number]): string {
  return readFileSync(new URL(`../golden/state-0.1.0/${name}.sql`, import.meta.url), 'utf8');
}

/** Gives an empty installation the files that version 0.1.0 left. */
export function leave(at: Installation): void {
  mkdirSync(at.data, {mode: 0o700});
  for (const name of FILES) {
    const db = openDatabase(join(at.data, `${name}.db`));
    db.exec(left(name));
    db.close();
  }
}
