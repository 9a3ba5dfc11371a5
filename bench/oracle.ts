import type {Iin} from '../src/domain/ids.ts';
import {clearGroups, fillSources} from '../test/support/oracle-data.ts';
import {type OracleServers, startOracleServers} from '../test/support/oracle-servers.ts';
import {statements} from '../test/support/oracle-world.ts';
import {SECRETS} from '../test/support/secrets.ts';
import {tempFolder} from '../test/support/temp-folder.ts';
import {type Measured, measureChild} from './child.ts';
import {count, type Figure, median, megabytes, type Say, seconds, timed, times} from './figures.ts';
import {bareGroups, eachTable, PLAIN_INSERT} from './original-way.ts';
import type {Report} from './run-once.ts';
import {syntheticCampaigns, syntheticIds} from './synthetic.ts';

const LATENCY_MS = '1';
const [USERS, MANY, CAMPAIGNS, WARMING_UP, ROUNDS] = [50_000, 500_000, 10, 5, 5];

/**
 * The run on the Oracle test servers at 1 ms latency, beside bare array inserts and the original's way of writing. The ways take
 * turns. The first rounds of all are not counted: servers that have just begun take up to three times as long, for either way.
 */
export async function oracle(say: Say): Promise<Figure[]> {
  const servers = startOracleServers('--latency-ms', LATENCY_MS, '--heap', '3g');
  try {
    const people = await fill(servers, USERS);
    const runs: Measured<Report>[] = [];
    const [bare, merged]: [number[], number[]] = [[], []];
    for (let round = 1 - WARMING_UP; round <= ROUNDS; round++) {
      const ours = await run(servers, USERS);
      const arrays = await arrayInserts(servers, 'group');
      const fewer = await arrayInserts(servers, 'campaign');
      const took = `run ${seconds(ours.answer.duration_ms / 1000)}, bare array inserts ${seconds(arrays)}, by campaign ${seconds(fewer)}`;
      say(`oracle: ${round < 1 ? 'warming up, not counted: ' : ''}${took}`);
      if (round < 1) continue;
      runs.push(ours);
      bare.push(arrays);
      merged.push(fewer);
    }
    const original = await rowByRow(servers, people);
    say(`oracle: the original's way ${seconds(original)}`);
    await fill(servers, MANY);
    const many = await run(servers, MANY);
    const own = median(runs.map(({answer}) => answer.duration_ms / 1000));
    const whole = median(runs.map((it) => it.seconds));
    const what = `Oracle, ${count(USERS)} users, ${LATENCY_MS} ms:`;
    return [
      {what: `${what} duration_ms of the report`, measured: seconds(own)},
      {what: `${what} whole process`, measured: seconds(whole)},
      {what: `${what} bare array inserts of its rows, a call a group`, measured: seconds(median(bare))},
      {what: `${what} the same in as few calls as the run's`, measured: seconds(median(merged))},
      {what: `${what} row by row, one commit a group`, measured: seconds(original)},
      {what: `${what} row by row / duration_ms`, measured: times(original / own), aim: 'at least 80 x'},
      {what: `${what} duration_ms / bare array inserts`, measured: times(own / median(bare)), aim: 'at most 1.2 x'},
      {what: `${what} duration_ms / the same in as few calls`, measured: times(own / median(merged))},
      {what: `${what} row by row / whole process`, measured: times(original / whole)},
      {what: `${what} peak memory`, measured: megabytes(median(runs.map((it) => it.megabytes))), aim: 'under 250 MB'},
      {
        what: `Oracle, ${count(MANY)} users: duration_ms of the report`,
        measured: seconds(many.answer.duration_ms / 1000),
      },
      {what: `Oracle, ${count(MANY)} users: peak memory`, measured: megabytes(many.megabytes)},
    ];
  } finally {
    servers.stop();
  }
}

async function fill(servers: OracleServers, users: number): Promise<Iin[]> {
  const people = syntheticIds(users);
  await fillSources(
    servers,
    syntheticCampaigns(CAMPAIGNS),
    people.map((iin) => ({iin, countDay: 5})),
  );
  return people;
}

async function run(servers: OracleServers, users: number): Promise<Measured<Report>> {
  await clearGroups(servers);
  const {path: cwd, remove} = tempFolder();
  try {
    const env = {...SECRETS, ...servers.environment, DATA_DIR: cwd, MAX_USERS: '2000000'};
    const measured = await measureChild<Report>('dist/bootstrap/main.js', {parameters: ['run', '--json'], env, cwd});
    if (measured.answer.users.distributed !== users) throw new Error(`the run ended ${measured.answer.status}`);
    return measured;
  } finally {
    remove();
  }
}

/** Bare array inserts of the same rows, in a process of their own as well. */
async function arrayInserts(servers: OracleServers, calls: 'group' | 'campaign'): Promise<number> {
  await clearGroups(servers);
  const logins = {dssb: servers.dssb.access, spss: servers.spss.access};
  const env = {BARE_ARRAYS: JSON.stringify({logins, users: USERS, campaigns: CAMPAIGNS, calls})};
  const options = {parameters: [], nodeOptions: ['--import', 'tsx'], env};
  return (await measureChild<{seconds: number}>('bench/bare-arrays.ts', options)).answer.seconds;
}

/** The original's way: one execute a row, one commit a group. */
async function rowByRow(servers: OracleServers, people: readonly Iin[]): Promise<number> {
  await clearGroups(servers);
  const groups = bareGroups(people, CAMPAIGNS);
  return timed(() =>
    eachTable(servers, groups, async (connection, {table, rows}) => {
      const sql = PLAIN_INSERT(statements.qualified(table));
      for (const row of rows) await connection.execute(sql, row);
      await connection.commit();
    }),
  );
}
