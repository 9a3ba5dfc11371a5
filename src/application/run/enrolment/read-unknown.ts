import type {Iin, TheoryId, WallTime} from '../../../domain/ids.ts';
import {parseIin} from '../../../domain/iin.ts';
import {databaseOf, type Table} from '../../../domain/tables.ts';
import type {EnrolmentCipher, Fingerprints} from '../../ports/enrolment-cipher.ts';
import type {DatabaseTables} from '../../ports/group-tables.ts';
import type {Unknown} from './count-sights.ts';
import {joinFingerprints} from './fingerprint-index.ts';

/** Reads the rows that nobody knows: tells `met` who stands there, and answers the fingerprints by the row's THEORY_ID. */
export async function readUnknown(
  deps: {readonly tables: DatabaseTables; readonly enrolmentCipher: EnrolmentCipher},
  unknown: readonly Unknown[],
  met: (iins: readonly Iin[]) => void,
): Promise<ReadonlyMap<TheoryId, Fingerprints>> {
  const found = new Map<TheoryId, Fingerprints[]>();
  for (const {table, theoryIds, since} of byStatement(unknown)) {
    for await (const rows of deps.tables[databaseOf(table)].members(table, theoryIds, since)) {
      for (const [theoryId, iins] of byGroup(rows)) {
        met(iins);
        const list = found.get(theoryId) ?? [];
        found.set(theoryId, list);
        list.push(deps.enrolmentCipher.fingerprints(iins));
      }
    }
  }
  return new Map([...found].map(([theoryId, lists]) => [theoryId, joinFingerprints(lists)]));
}

type Statement = {readonly table: Table; readonly since: WallTime | undefined; readonly theoryIds: TheoryId[]};

function byStatement(unknown: readonly Unknown[]): Iterable<Statement> {
  const statements = new Map<string, Statement>();
  for (const {table, theoryId, since} of unknown) {
    const key = `${table} ${since}`;
    const statement = statements.get(key) ?? {table, since, theoryIds: []};
    statements.set(key, statement);
    statement.theoryIds.push(theoryId);
  }
  return statements.values();
}

function byGroup(rows: readonly {theoryId: TheoryId; iin: string | null}[]): Map<TheoryId, Iin[]> {
  const groups = new Map<TheoryId, Iin[]>();
  for (const row of rows) {
    const iin = parseIin(row.iin);
    if (iin === null) continue;
    const group = groups.get(row.theoryId);
    if (group) group.push(iin);
    else groups.set(row.theoryId, [iin]);
  }
  return groups;
}
