import type {Container} from 'inversify';
import {oracleCatalogue} from '../adapters/oracle/catalogue.ts';
import {oracleGroupTables} from '../adapters/oracle/group-tables.ts';
import {inspectOracle} from '../adapters/oracle/inspect.ts';
import {type OracleAccess, placeOf} from '../adapters/oracle/oracle-access.ts';
import {type OracleDatabase, oracleDatabase} from '../adapters/oracle/oracle-database.ts';
import {oracleCampaignSource, oracleEndedToday, oracleUserSource} from '../adapters/oracle/sources.ts';
import {oracleStatementTexts} from '../adapters/oracle/statement-texts.ts';
import {oracleStatements} from '../adapters/oracle/statements.ts';
import {useOracleClient} from '../adapters/oracle/thick-mode.ts';
import {Failure} from '../application/failure.ts';
import {columnsOf} from '../domain/strata.ts';
import type {Database} from '../domain/tables.ts';
import type {OracleStorage} from './config/config-types.ts';
import {TOKENS as T} from './tokens.ts';

/** Sources and group tables on two Oracle databases, each with a pool of its own that is opened at first use. */
export function bindOracleStorage(
  container: Container,
  {dssb, spss, schemas, clientDir, callTimeoutMs}: OracleStorage,
): void {
  if (clientDir !== null) useOracleClient(clientDir, dssb.configDir);
  const statements = oracleStatements(schemas);
  const open = (access: OracleAccess, database: Database) => () => oracleDatabase({access, database, callTimeoutMs});
  container.bind(T.dssbOracle).toResolvedValue(open(dssb, 'dssb_app'));
  container.bind(T.spssOracle).toResolvedValue(open(spss, 'spss'));
  const catalogueOf = (database: Database) => (db: OracleDatabase) => oracleCatalogue(db, statements, database);
  container.bind(T.dssbColumns).toResolvedValue(catalogueOf('dssb_app'), [T.dssbOracle]);
  container.bind(T.spssColumns).toResolvedValue(catalogueOf('spss'), [T.spssOracle]);
  container
    .bind(T.campaigns)
    .toResolvedValue((db, columns) => oracleCampaignSource(db, statements, columns), [T.dssbOracle, T.dssbColumns]);
  container.bind(T.endedToday).toResolvedValue((db) => oracleEndedToday(db, statements), [T.dssbOracle]);
  container
    .bind(T.users)
    .toResolvedValue(
      (db, columns, {allocation}) => oracleUserSource(db, statements, columns, columnsOf(allocation.factors)),
      [T.spssOracle, T.spssColumns, T.config],
    );
  container
    .bind(T.statementTexts)
    .toResolvedValue(
      ({batchRows, lockWaitMs, allocation}) =>
        oracleStatementTexts(statements, {batchRows, lockWaitMs, columns: columnsOf(allocation.factors)}),
      [T.config],
    );
  container.bind(T.sourceTables).toConstantValue({
    insert: async () => {
      throw new Failure('usage', 'import fills the embedded tables; with Oracle the bank fills its own', {
        advice: 'set STORAGE=sqlite to work on the embedded tables',
      });
    },
  });
  for (const [inspect, db, access] of [
    [T.inspectDssb, T.dssbOracle, dssb],
    [T.inspectSpss, T.spssOracle, spss],
  ] as const) {
    container.bind(inspect).toResolvedValue(
      (database, {countDay, allocation}, clock) =>
        inspectOracle({
          ...{db: database, statements, schemas, place: placeOf(access), countDay, clock},
          strata: columnsOf(allocation.factors),
        }),
      [db, T.config, T.clock],
    );
  }
  for (const [probe, tables] of [
    [T.probeDssb, T.dssb],
    [T.probeSpss, T.spss],
  ] as const) {
    container.bind(probe).toResolvedValue((from) => from.sysdate, [tables]);
  }
  for (const [tables, database, columns] of [
    [T.dssb, T.dssbOracle, T.dssbColumns],
    [T.spss, T.spssOracle, T.spssColumns],
  ] as const) {
    container
      .bind(tables)
      .toResolvedValue(
        (db, columns, {batchRows, lockWaitMs}, onWait) =>
          oracleGroupTables(db, {statements, columns, batchRows, lockWaitMs, onWait}),
        [database, columns, T.config, T.onWait],
      );
  }
}
