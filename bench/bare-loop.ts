import {join} from 'node:path';
import {type Connection, openDatabase} from '../src/adapters/sqlite/driver.ts';
import {DSSB_SCHEMA, SPSS_SCHEMA} from '../src/adapters/sqlite/schema.ts';
import {GROUP_LETTERS, groupTheoryId, type TheoryId} from '../src/domain/ids.ts';
import {type Table, tablesOf} from '../src/domain/tables.ts';

/**
 * What any program must do at least: the rows of one run, inserted one by one through a prepared statement, one
 * transaction per database. A process of its own, given a DATA_DIR; answers the time that it took.
 * Reading the source, dealing and building the rows come before the clock starts; inserting, committing and closing
 * (which writes the log back) are counted. It checks nothing, repeats nothing and could not be resumed.
 */
type Group = {readonly theoryId: TheoryId; readonly tables: readonly Table[]; readonly rows: readonly string[][]};

const [folder = ''] = process.argv.slice(2);
const dssb = open('dssb_app.db', DSSB_SCHEMA);
const spss = open('spss.db', SPSS_SCHEMA);
const groups = buildGroups();
const start = performance.now();
const used = process.cpuUsage();
for (const [db, table] of [
  [dssb, 'SC_local_control'],
  [dssb, 'SC_local_target'],
  [spss, 'SC_theory_users'],
] as const) {
  if (!db.inTransaction) db.exec('BEGIN IMMEDIATE');
  const insert = db.prepare(`INSERT INTO ${table} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  for (const {tables, rows} of groups) if (tables.includes(table)) for (const row of rows) insert.run(row);
}
for (const db of [dssb, spss]) {
  db.exec('COMMIT');
  db.close();
}
const {user, system} = process.cpuUsage(used);
process.stdout.write(JSON.stringify({seconds: (performance.now() - start) / 1000, cpuSeconds: (user + system) / 1e6}));

function open(name: string, schema: string): Connection {
  const db = openDatabase(join(folder, name));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec(schema);
  return db;
}

/** The source's order is random already: a group is a slice of it. */
function buildGroups(): Group[] {
  const campaigns = dssb.prepare('SELECT THEORY_ID FROM SoftCollection_theories').pluck().all() as TheoryId[];
  const users = spss.prepare('SELECT IIN FROM SC_1_120').pluck().all() as string[];
  const size = users.length / campaigns.length / GROUP_LETTERS.length;
  return campaigns.flatMap((campaign, c) =>
    GROUP_LETTERS.map((letter, g) => {
      const from = (c * GROUP_LETTERS.length + g) * size;
      const theoryId = groupTheoryId(campaign, letter);
      const rest = [
        ...['2000-01-01 00:00:00', '2999-12-31 00:00:00', '2024-01-15 09:00:00'],
        ...[`Daily Distribution Group ${letter}`, 'Generated on 2024-01-15', `Count: ${size}`],
        ...[`Campaign: Campaign ${c + 1}`, `Group Type: ${letter === 'A' ? 'Control' : 'Target'}`],
      ];
      const rows = users.slice(from, from + size).map((iin) => [iin, theoryId, ...rest]);
      return {theoryId, tables: tablesOf(letter), rows};
    }),
  );
}
