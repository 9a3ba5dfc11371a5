import {readFileSync} from 'node:fs';
import {GROUP_LETTERS, groupTheoryId} from '../src/domain/ids.ts';
import {databaseOf, type Table, tablesOf} from '../src/domain/tables.ts';
import {fillSources} from '../test/support/oracle-data.ts';
import {type OracleServers, startOracleServers} from '../test/support/oracle-servers.ts';
import {statements} from '../test/support/oracle-world.ts';
import {SECRETS} from '../test/support/secrets.ts';
import {tempFolder} from '../test/support/temp-folder.ts';
import {measureChild} from './child.ts';
import {count, type Figure, type Say, seconds, times} from './figures.ts';
import type {Report} from './run-once.ts';
import {syntheticCampaigns, syntheticIds} from './synthetic.ts';

const [USERS, CAMPAIGNS, OLD_PEOPLE, ROUNDS] = [600, 2, 300_000, 5];
const INDEXES = new URL('../deploy/oracle/2-indexes.sql', import.meta.url);

/** What a run took, in seconds, and what the servers say of its locks. */
type Day = {readonly run: number; readonly longestLock: number; readonly readUnderLock: number};
type TableStats = {readonly longestHoldMs?: number; readonly rowsFetchedUnderLock?: number};

/** A day of campaigns with many old rows on servers that take 2 ms for each 1,000 rows that are touched, against one of new campaigns. */
export async function oraclePast(say: Say): Promise<Figure[]> {
  const servers = startOracleServers('--ms-per-1000-rows', '2', '--heap', '3g');
  const folder = tempFolder();
  const nextDay = dayAfterDay(servers, folder.path);
  try {
    await makeIndexes(servers);
    // The servers' first calls are slow.
    await several(nextDay);
    const without = await several(nextDay);
    say(`Oracle with a past: without old rows ${seconds(without.run)}`);
    await addOldRows(servers);
    const meeting = await nextDay();
    say(`Oracle with a past: the rows were met in ${seconds(meeting.run)}`);
    const past = await several(nextDay);
    const what = `Oracle, ${count(USERS)} users, ${CAMPAIGNS} campaigns, ${count(OLD_PEOPLE)} old people each:`;
    const aim = 'at most 1.5 x';
    return [
      {what: `${what} duration_ms`, measured: seconds(past.run)},
      {what: `${what} duration_ms / without`, measured: times(past.run / without.run), aim},
      {what: `${what} longest lock of a table`, measured: seconds(past.longestLock)},
      {what: `${what} longest lock / without`, measured: times(past.longestLock / without.longestLock), aim},
      {what: `${what} rows read under a lock`, measured: count(past.readUnderLock), aim: count(without.readUnderLock)},
      {what: `${what} the first run, which reads them`, measured: seconds(meeting.run)},
    ];
  } finally {
    servers.stop();
    folder.remove();
  }
}

/** The quickest and shortest of several days, as what else runs only adds; of the rows read the most. */
async function several(nextDay: () => Promise<Day>): Promise<Day> {
  const days: Day[] = [];
  for (let n = 0; n < ROUNDS; n++) days.push(await nextDay());
  return {
    run: Math.min(...days.map(({run}) => run)),
    longestLock: Math.min(...days.map(({longestLock}) => longestLock)),
    readUnderLock: Math.max(...days.map(({readUnderLock}) => readUnderLock)),
  };
}

/** Each call deals other people. */
function dayAfterDay(servers: OracleServers, folder: string): () => Promise<Day> {
  const both = [servers.dssb, servers.spss];
  let dealt = 0;
  return async () => {
    const users = syntheticIds(USERS, dealt).map((iin) => ({iin, countDay: 5}));
    dealt += USERS;
    await fillSources(servers, syntheticCampaigns(CAMPAIGNS), users);
    for (const {control} of both) await control('DELETE', '/stats');
    const env = {...SECRETS, ...servers.environment, DATA_DIR: folder};
    const options = {parameters: ['run', '--json'], env, cwd: folder};
    const {answer} = await measureChild<Report>('dist/bootstrap/main.js', options);
    if (answer.users.distributed !== USERS) throw new Error(`the run ended ${answer.status}`);
    const stats = await Promise.all(
      both.map(({control}) => control<{tables: Record<string, TableStats>}>('GET', '/stats')),
    );
    const tables = stats.flatMap((it) => Object.values(it.tables));
    return {
      run: answer.duration_ms / 1000,
      longestLock: Math.max(...tables.map(({longestHoldMs = 0}) => longestHoldMs)) / 1000,
      readUnderLock: tables.reduce((sum, {rowsFetchedUnderLock = 0}) => sum + rowsFetchedUnderLock, 0),
    };
  };
}

async function makeIndexes({dssb, spss}: OracleServers): Promise<void> {
  const made = readFileSync(INDEXES, 'utf8').match(/^CREATE INDEX \w+\.\w+_GROUP[^;]*/gm) ?? [];
  for (const sql of made) await (sql.includes('SPSS.') ? spss : dssb).sql(sql.replace(' COMPRESS 2', ''));
}

/** As other programs have left them, over 300 days. */
async function addOldRows(servers: OracleServers): Promise<void> {
  const insert = (table: Table, theoryId: string, from: number, to: number) =>
    (databaseOf(table) === 'spss' ? servers.spss : servers.dssb).sql(
      `INSERT INTO ${statements.qualified(table)} (IIN, THEORY_ID, DATE_START, DATE_END, INSERT_DATETIME)
       SELECT 'OLD' || X, '${theoryId}', DATE '2000-01-01', DATE '2999-12-31', DATE '2020-01-01' + MOD(X, 300)
       FROM SYSTEM_RANGE(${from}, ${to})`,
    );
  const size = OLD_PEOPLE / GROUP_LETTERS.length;
  for (const {theoryId} of syntheticCampaigns(CAMPAIGNS)) {
    for (const [g, letter] of GROUP_LETTERS.entries()) {
      for (const table of tablesOf(letter))
        await insert(table, groupTheoryId(theoryId, letter), g * size, (g + 1) * size - 1);
    }
  }
}
