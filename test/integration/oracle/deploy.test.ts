import {readFileSync} from 'node:fs';
import {expect} from 'chai';
import type {RunReport} from '../../../src/domain/run-report.ts';
import {TABLES} from '../../../src/domain/tables.ts';
import {describeOnTestServers} from '../../support/given-oracle.ts';
import {installations, jsonOf} from '../../support/installation.ts';
import {type OracleServers, startOracleServers} from '../../support/oracle-servers.ts';
import {onServer} from '../../support/oracle-session.ts';
import {statements} from '../../support/oracle-world.ts';
import {SECRETS} from '../../support/secrets.ts';

const FILES = ['1-schemas-and-tables.sql', '2-indexes.sql', '3-service-users.sql', 'docker-init.sql'];

/** What SQL*Plus would send of a file: no comments, none of its own commands. */
function statementsOf(name: string): string[] {
  const text = readFileSync(new URL(`../../../deploy/oracle/${name}`, import.meta.url), 'utf8');
  const lines = text
    .split('\n')
    .filter((line) => !/^(--|@|DEFINE|WHENEVER|EXIT|COMMIT|ALTER SESSION SET CONTAINER)/.test(line));
  return lines.join('\n').split(';').map((statement) => statement.trim()).filter(Boolean); // biome-ignore format: a pipe
}

/**
 * The scripts for a real database, as far as the test server goes: it parses CREATE USER and GRANT but knows neither
 * passwords nor privileges, so that the grants are enough is shown nowhere.
 */
describeOnTestServers('the scripts in deploy/oracle', function () {
  this.timeout(60_000);
  const install = installations();
  let servers: OracleServers;
  before(() => {
    servers = startOracleServers();
  });
  after(() => servers?.stop());

  it('make all in one database that a run needs, with one user for each side', async () => {
    for (const table of ['SoftCollection_theories', 'SC_local_control', 'SC_local_target'])
      await servers.dssb.sql(`DROP TABLE DSSB_APP.${table}`);
    await onServer(servers.dssb, async (connection) => {
      for (const statement of FILES.flatMap(statementsOf)) {
        // The schema and its user are one to the test server, which starts with this one.
        if (statement.startsWith('CREATE USER DSSB_APP')) continue;
        // It parses no profile.
        if (statement.startsWith('CREATE PROFILE')) continue;
        await connection.execute(statement).catch((error: Error) => {
          throw new Error(`${error.message} in ${statement}`);
        });
      }
      await connection.commit();
    });
    const own = Object.entries(servers.environment).filter(([name]) => !name.startsWith('SPSS_'));
    const both = Object.fromEntries(own.flatMap(([name, value]) => [[name, value], [`SPSS_${name}`, value]])); // biome-ignore format: pairs
    const answer = await install({...SECRETS, ...both}).run('run --json');
    expect(answer.code, answer.err).to.equal(0);
    expect(jsonOf<RunReport>(answer).users.distributed).to.equal(5_000);
  });

  it('grant what the statements need, and nothing else', () => {
    const granted = statementsOf('3-service-users.sql')
      .flatMap((statement) => /^GRANT (.+) ON (\S+) TO/.exec(statement)?.slice(1).reverse().join(': ') ?? [])
      .sort();
    const texts = TABLES.flatMap((table) => [
      ...[
        statements.members(table, 1, true),
        statements.earliestTabs(table, 1, false),
        statements.earliestTabs(table, 1, true),
        statements.count(table, 1),
      ],
      ...[statements.lock(table, 1), statements.totals(table, 1, true), statements.insert(table)],
    ]).concat(statements.campaigns, statements.users(true), statements.users(false));
    const named = (verb: string) =>
      new Set(
        texts.flatMap((text) => [...text.matchAll(new RegExp(`\\b${verb} (\\w+\\.\\w+)`, 'g'))].map((it) => it[1]!)),
      );
    const [read, inserted] = [named('FROM'), named('INSERT INTO')];
    // Any privilege but READ allows LOCK TABLE.
    expect([...named('LOCK TABLE')].sort()).to.deep.equal([...inserted].sort());
    const needed = [...read].map((table) => `${table}: ${inserted.has(table) ? 'SELECT, INSERT' : 'READ'}`).sort();
    expect(granted).to.deep.equal(needed);
    expect(texts.filter((text) => /\b(UPDATE|DELETE|MERGE)\b/.test(text))).to.deep.equal([]);
  });
});
