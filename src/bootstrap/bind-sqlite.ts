import {join} from 'node:path';
import type {Container} from 'inversify';
import {loadDriver} from '../adapters/sqlite/driver.ts';
import {sqliteEnrolmentRegister} from '../adapters/sqlite/enrolment-register.ts';
import {sqliteEventLog} from '../adapters/sqlite/event-log.ts';
import {sqliteEventStore} from '../adapters/sqlite/event-store.ts';
import {sqliteGroupTables} from '../adapters/sqlite/group-tables.ts';
import {sqliteHeartbeats} from '../adapters/sqlite/heartbeats.ts';
import {inspectSqliteState} from '../adapters/sqlite/inspect-state.ts';
import {inspectSqlite} from '../adapters/sqlite/inspect-tables.ts';
import {probeTable} from '../adapters/sqlite/probe-table.ts';
import {sqliteRosterStore} from '../adapters/sqlite/roster-store.ts';
import {sqliteRunLease} from '../adapters/sqlite/run-lease.ts';
import {sqliteRunSummaries} from '../adapters/sqlite/run-summaries.ts';
import {DSSB_SCHEMA, SPSS_SCHEMA, STATE_SCHEMA} from '../adapters/sqlite/schema.ts';
import {sqliteSentMails} from '../adapters/sqlite/sent-mails.ts';
import {sqliteSourceTables} from '../adapters/sqlite/source-tables.ts';
import {sqliteCampaignSource, sqliteEndedToday, sqliteUserSource} from '../adapters/sqlite/sources.ts';
import {sqliteFile} from '../adapters/sqlite/sqlite-file.ts';
import {sqliteStatementTexts} from '../adapters/sqlite/statements.ts';
import {sqliteSurvey} from '../adapters/sqlite/survey.ts';
import {wholeLog} from '../application/events/whole-log.ts';
import type {Clock} from '../application/ports/clock.ts';
import {columnsOf} from '../domain/strata.ts';
import type {Database} from '../domain/tables.ts';
import {wallTime} from '../domain/wall-time.ts';
import type {Config} from './config/config-types.ts';
import {TOKENS as T} from './tokens.ts';

/** What `openSqlite` asks for, in its order. */
const OPENED_WITH = [T.config, T.clock, T.onWait, T.stopping, T.readOnly, T.makesNone] as const;

/** Sources and group tables in `dssb_app.db` and `spss.db`. Throws when SQLite's driver can't work here. */
export function bindSqliteStorage(container: Container): void {
  loadDriver();
  container.bind(T.dssbFile).toResolvedValue(openSqlite('dssb_app.db', DSSB_SCHEMA, 'dssb_app'), [...OPENED_WITH]);
  container.bind(T.spssFile).toResolvedValue(openSqlite('spss.db', SPSS_SCHEMA, 'spss'), [...OPENED_WITH]);
  container.bind(T.sysdate).toResolvedValue(
    ({schedule}, clock) =>
      () =>
        wallTime(clock.now(), schedule.timezone),
    [T.config, T.clock],
  );
  container.bind(T.campaigns).toResolvedValue(sqliteCampaignSource, [T.dssbFile, T.sysdate]);
  container.bind(T.endedToday).toResolvedValue(sqliteEndedToday, [T.dssbFile, T.sysdate]);
  container
    .bind(T.users)
    .toResolvedValue(
      (spss, {allocation}) => sqliteUserSource(spss, columnsOf(allocation.factors)),
      [T.spssFile, T.config],
    );
  for (const [tables, source] of [
    [T.dssb, T.dssbFile],
    [T.spss, T.spssFile],
  ] as const) {
    container
      .bind(tables)
      .toResolvedValue(
        (from, sysdate, {batchRows}) => sqliteGroupTables(from, {sysdate, batchRows}),
        [source, T.sysdate, T.config],
      );
  }
  for (const [inspect, database, source] of [
    [T.inspectDssb, 'dssb_app', T.dssbFile],
    [T.inspectSpss, 'spss', T.spssFile],
  ] as const) {
    container.bind(inspect).toResolvedValue(
      (from, sysdate, {dataDir, countDay, allocation}) =>
        inspectSqlite({
          ...{file: from, path: join(dataDir, `${database}.db`), database, sysdate, countDay},
          strata: columnsOf(allocation.factors),
        }),
      [source, T.sysdate, T.config],
    );
  }
  container.bind(T.probeDssb).toResolvedValue((from) => probeTable(from, 'SC_local_control'), [T.dssbFile]);
  container.bind(T.probeSpss).toResolvedValue((from) => probeTable(from, 'SC_1_120'), [T.spssFile]);
  container.bind(T.sourceTables).toResolvedValue(sqliteSourceTables, [T.dssbFile, T.spssFile]);
  container
    .bind(T.statementTexts)
    .toResolvedValue(
      ({batchRows, allocation}) => sqliteStatementTexts(batchRows, columnsOf(allocation.factors)),
      [T.config],
    );
}

/** Events, rosters and the lease in `state.db`. Throws when SQLite's driver can't work here. */
export function bindSqliteState(container: Container): void {
  loadDriver();
  container.bind(T.stateFile).toResolvedValue(openSqlite('state.db', STATE_SCHEMA, null), [...OPENED_WITH]);
  container.bind(T.inspectState).toResolvedValue(
    (state, {dataDir}, readOnly) =>
      () =>
        inspectSqliteState(state, join(dataDir, 'state.db'), {whole: readOnly}),
    [T.stateFile, T.config, T.readOnly],
  );
  container.bind(T.events).toResolvedValue((state) => wholeLog(sqliteEventStore(state)), [T.stateFile]);
  container.bind(T.log).toResolvedValue(sqliteEventLog, [T.stateFile]);
  container.bind(T.summaries).toResolvedValue((state) => sqliteRunSummaries(state), [T.stateFile]);
  container.bind(T.survey).toResolvedValue(surveyOf, [T.config]);
  container.bind(T.rosters).toResolvedValue(sqliteRosterStore, [T.stateFile]);
  container.bind(T.sentMails).toResolvedValue(sqliteSentMails, [T.stateFile]);
  container.bind(T.register).toResolvedValue(sqliteEnrolmentRegister, [T.stateFile]);
  container.bind(T.lease).toResolvedValue(sqliteRunLease, [T.stateFile, T.clock]);
  container.bind(T.heartbeats).toResolvedValue(sqliteHeartbeats, [T.stateFile, T.clock]);
}

function surveyOf({dataDir, storage}: Config) {
  const bank = [
    {path: join(dataDir, 'dssb_app.db'), schema: DSSB_SCHEMA},
    {path: join(dataDir, 'spss.db'), schema: SPSS_SCHEMA},
  ];
  return sqliteSurvey(join(dataDir, 'state.db'), storage.type === 'sqlite' ? bank : []);
}

function openSqlite(name: string, schema: string, database: Database | null) {
  return (
    {dataDir, lockWaitMs}: Config,
    clock: Clock,
    onWait: (message: string) => void,
    stopping: AbortSignal,
    readOnly: boolean,
    makesNone: boolean,
  ) =>
    sqliteFile({path: join(dataDir, name), schema, database, clock, lockWaitMs, onWait, stopping, readOnly, makesNone});
}
