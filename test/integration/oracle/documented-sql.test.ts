import {spawnSync} from 'node:child_process';
import {symlinkSync} from 'node:fs';
import {expect} from 'chai';
import {documentedSql} from '../../support/documents.ts';
import {fill} from '../../support/filled.ts';
import {installations} from '../../support/installation.ts';
import {countsOf} from '../../support/installed-rows.ts';
import {clearGroups} from '../../support/oracle-data.ts';
import {type OracleServers, startOracleServers} from '../../support/oracle-servers.ts';
import {onServer} from '../../support/oracle-session.ts';

const all = documentedSql().map(({sql}) => sql);
const embedded = all.filter((sql) => /\bATTACH\b|date\('now'/.test(sql));
/** Its views are those of a DBA on a real Oracle: the page marks it as not tried. */
const untried = all.filter((sql) => sql.includes('V$LOCKED_OBJECT'));
const others = all.filter((sql) => !embedded.includes(sql) && !untried.includes(sql) && sql !== 'COMMIT');

describe('each statement of SQL in docs', function () {
  this.timeout(60_000);
  const install = installations();
  let servers: OracleServers | null = null;
  after(() => servers?.stop());

  it('runs on Oracle, and finds and removes the rows that it speaks of', async () => {
    servers = startOracleServers();
    await clearGroups(servers);
    const {dssb, spss} = servers;
    const insert = (table: string, id: string) =>
      `INSERT INTO ${table} (IIN, THEORY_ID, INSERT_DATETIME) VALUES ('990990000001', '${id}', SYSDATE)`;
    for (const id of ['SC00000001', 'SC00000002']) {
      await dssb.sql(insert('DSSB_APP.SC_local_control', `${id}.1`));
      await dssb.sql(insert('DSSB_APP.SC_local_target', `${id}.2`));
      await spss.sql(insert('SPSS.SC_theory_users', `${id}.2`));
    }
    const execute = (sql: string) =>
      onServer(sql.includes(' SPSS.') ? spss : dssb, async (connection) => {
        const {rows, rowsAffected} = await connection.execute<unknown[]>(sql, [], {autoCommit: true});
        return rows?.map((row) => row.join(' ')) ?? rowsAffected;
      });
    const found: unknown[] = [];
    for (const sql of others) found.push(await execute(sql));
    expect(found).to.deep.equal([
      ['DSSB_CONTROL SC00000001.1 1', 'DSSB_TARGET SC00000001.2 1', 'DSSB_CONTROL SC00000002.1 1', 'DSSB_TARGET SC00000002.2 1'],
      ['SPSS_TARGET SC00000001.2 1', 'SPSS_TARGET SC00000002.2 1'],
      ...[1, 1, 1],
    ]); // biome-ignore format: a line an answer
  });

  it('runs on the embedded files', async () => {
    const at = install({SCHEDULE_TIMEZONE: 'Asia/Almaty'});
    await fill(at, {people: 40, campaigns: 2});
    expect((await at.run('run')).code).to.equal(0);
    symlinkSync('data', at.inFolder('var'));
    const input = embedded.map((sql) => `${sql};\n`).join('');
    const {status, stdout, stderr} = spawnSync('sqlite3', ['var/dssb_app.db'], {cwd: at.inFolder('.'), input, encoding: 'utf8'}); // biome-ignore format: short
    expect([status, stderr]).to.deep.equal([0, '']);
    const expected = Object.entries({
      DSSB_CONTROL: countsOf(at, 'SC_local_control'),
      DSSB_TARGET: countsOf(at, 'SC_local_target'),
      SPSS_TARGET: countsOf(at, 'SC_theory_users'),
    }).flatMap(([source, counts]) => Object.entries(counts).map(([id, count]) => `${source}|${id}|${count}`));
    expect(stdout.trim().split('\n')).to.have.members(expected);
  });

  it('is one of these', () => {
    expect([others.length, embedded.length, untried.length]).to.deep.equal([5, 2, 1]);
  });
});
