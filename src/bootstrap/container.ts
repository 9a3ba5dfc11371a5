import 'reflect-metadata';
import {randomUUID} from 'node:crypto';
import {join} from 'node:path';
import {Container} from 'inversify';
import {assignmentKeys, sha256} from '../adapters/node/assignment-keys.ts';
import {rosterCipher} from '../adapters/node/roster-cipher.ts';
import {systemClock} from '../adapters/node/system-clock.ts';
import {emlFileNotifier} from '../adapters/smtp/eml-file.ts';
import {sqliteEventStore} from '../adapters/sqlite/event-store.ts';
import {sqliteGroupTables} from '../adapters/sqlite/group-tables.ts';
import {sqliteRosterStore} from '../adapters/sqlite/roster-store.ts';
import {sqliteRunLease} from '../adapters/sqlite/run-lease.ts';
import {DSSB_SCHEMA, SPSS_SCHEMA, STATE_SCHEMA} from '../adapters/sqlite/schema.ts';
import {sqliteSourceTables} from '../adapters/sqlite/source-tables.ts';
import {sqliteCampaignSource, sqliteUserSource} from '../adapters/sqlite/sources.ts';
import {sqliteFile} from '../adapters/sqlite/sqlite-file.ts';
import {Failure} from '../application/failure.ts';
import type {Clock} from '../application/ports/clock.ts';
import {formatCountDay} from '../application/ports/user-source.ts';
import type {Database} from '../domain/tables.ts';
import {wallTime} from '../domain/wall-time.ts';
import {bindMongoState} from './bind-mongodb.ts';
import type {Config} from './config/config-types.ts';
import {TOKENS as T} from './tokens.ts';

/** Wires the adapters that the configuration asks for. Files and connections are opened at first use. */
export function createContainer(
  config: Config,
  {onWait, stopping}: {onWait: (message: string) => void; stopping: AbortSignal},
): Container {
  const container = new Container({defaultScope: 'Singleton'});
  container.bind(T.config).toConstantValue(config);
  container.bind(T.onWait).toConstantValue(onWait);
  container.bind(T.stopping).toConstantValue(stopping);
  container.bind(T.clock).toConstantValue(systemClock);
  container.bind(T.hash).toConstantValue(sha256);
  container.bind(T.newId).toConstantValue(randomUUID);
  container.bind(T.keys).toResolvedValue(({secrets}) => assignmentKeys(secrets.assignmentSecret), [T.config]);
  container.bind(T.cipher).toResolvedValue(({secrets}) => rosterCipher(secrets.rosterKey), [T.config]);
  bindStorage(container, config);
  bindState(container, config);
  bindMail(container, config);
  container.bind(T.runDeps).toResolvedValue(
    (campaigns, users, dssb, spss, keys, rosters, cipher, events, clock, hash, newId, lease, notify, {leaseMs, rosterDays}) => ({
      campaigns, users, dssb, spss, keys, rosters, cipher, events, clock, hash, newId, lease, notify, leaseMs, rosterDays,
    }), // biome-ignore format: one list
    [
      T.campaigns, T.users, T.dssb, T.spss, T.keys, T.rosters, T.cipher,
      T.events, T.clock, T.hash, T.newId, T.lease, T.notify, T.config,
    ], // biome-ignore format: the same list
  );
  return container;
}

function bindStorage(container: Container, {storage}: Config): void {
  switch (storage.type) {
    case 'sqlite':
      return bindSqliteStorage(container);
    case 'oracle':
      throw notYet('STORAGE=oracle', 'unset ORACLE_HOST or set STORAGE=sqlite');
    default:
      storage satisfies never;
  }
}

function bindState(container: Container, {state}: Config): void {
  switch (state.type) {
    case 'sqlite':
      return bindSqliteState(container);
    case 'mongodb':
      return bindMongoState(container, state.uri);
    default:
      state satisfies never;
  }
}

function bindMail(container: Container, {mail}: Config): void {
  switch (mail.type) {
    case 'file':
      container.bind(T.notify).toResolvedValue(
        ({dataDir, sender, recipients, countDay}, clock) =>
          emlFileNotifier({
            folder: join(dataDir, 'mail'),
            sender,
            recipients,
            countDay: formatCountDay(countDay),
            now: () => clock.now(),
          }),
        [T.config, T.clock],
      );
      return;
    case 'smtp':
      throw notYet('MAIL_TRANSPORT=smtp', 'unset SMTP_SERVER or set MAIL_TRANSPORT=file');
    default:
      mail satisfies never;
  }
}

function notYet(what: string, advice: string): Failure {
  return new Failure('configuration', `${what} is not in this version yet`, {advice});
}

function bindSqliteStorage(container: Container): void {
  const file = (name: string, schema: string, database: Database | null) => openSqlite(name, schema, database);
  container
    .bind(T.dssbFile)
    .toResolvedValue(file('dssb_app.db', DSSB_SCHEMA, 'dssb_app'), [T.config, T.clock, T.onWait, T.stopping]);
  container
    .bind(T.spssFile)
    .toResolvedValue(file('spss.db', SPSS_SCHEMA, 'spss'), [T.config, T.clock, T.onWait, T.stopping]);
  container.bind(T.sysdate).toResolvedValue(
    ({schedule}, clock) =>
      () =>
        wallTime(clock.now(), schedule.timezone),
    [T.config, T.clock],
  );
  container.bind(T.campaigns).toResolvedValue(sqliteCampaignSource, [T.dssbFile, T.sysdate]);
  container.bind(T.users).toResolvedValue(sqliteUserSource, [T.spssFile]);
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
  container.bind(T.sourceTables).toResolvedValue(sqliteSourceTables, [T.dssbFile, T.spssFile]);
}

function bindSqliteState(container: Container): void {
  container
    .bind(T.stateFile)
    .toResolvedValue(openSqlite('state.db', STATE_SCHEMA, null), [T.config, T.clock, T.onWait, T.stopping]);
  container.bind(T.events).toResolvedValue(sqliteEventStore, [T.stateFile]);
  container.bind(T.rosters).toResolvedValue(sqliteRosterStore, [T.stateFile]);
  container.bind(T.lease).toResolvedValue(sqliteRunLease, [T.stateFile, T.clock]);
}

function openSqlite(name: string, schema: string, database: Database | null) {
  return ({dataDir, lockWaitMs}: Config, clock: Clock, onWait: (message: string) => void, stopping: AbortSignal) =>
    sqliteFile({path: join(dataDir, name), schema, database, clock, lockWaitMs, onWait, stopping});
}

/** Closes what was opened. */
export async function closeContainer(container: Container): Promise<void> {
  for (const file of [T.dssbFile, T.spssFile, T.stateFile]) if (container.isBound(file)) container.get(file).close();
  if (container.isBound(T.mongo)) await container.get(T.mongo).close();
}
