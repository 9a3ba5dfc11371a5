import 'reflect-metadata';
import {randomUUID} from 'node:crypto';
import {Container} from 'inversify';
import {systemClock} from '../adapters/clock/system-clock.ts';
import {cronSchedule} from '../adapters/cron/cron-schedule.ts';
import {assignmentKeys} from '../adapters/crypto/assignment-keys.ts';
import {chainHash} from '../adapters/crypto/chain-hash.ts';
import {enrolmentCipher} from '../adapters/crypto/enrolment-cipher.ts';
import {rosterCipher} from '../adapters/crypto/roster-cipher.ts';
import {allSettledOrThrow} from '../application/all-settled.ts';
import {runProjection} from '../application/events/run-projection.ts';
import {bindMail} from './bind-mail.ts';
import {bindSqliteState, bindSqliteStorage} from './bind-sqlite.ts';
import type {Config} from './config/config-types.ts';
import {TOKENS as T} from './tokens.ts';

type ContainerOptions = {
  readonly onWait: (message: string) => void;
  readonly stopping: AbortSignal;
  /** To look around only: nothing that is opened is made or changed, and nothing is waited for long. */
  readonly readOnly?: boolean;
  /** A database file that is not there is not made: an empty one stands in for it. */
  readonly makesNone?: boolean;
};

/** Wires the adapters that the configuration asks for. Files and connections are opened at first use. */
export async function createContainer(
  config: Config,
  {onWait, stopping, readOnly = false, makesNone = false}: ContainerOptions,
): Promise<Container> {
  const container = new Container({defaultScope: 'Singleton'});
  container.bind(T.config).toConstantValue(config);
  container.bind(T.onWait).toConstantValue(onWait);
  container.bind(T.readOnly).toConstantValue(readOnly);
  container.bind(T.makesNone).toConstantValue(makesNone);
  container.bind(T.stopping).toConstantValue(stopping);
  container.bind(T.clock).toConstantValue(systemClock);
  container
    .bind(T.hash)
    .toResolvedValue(({secrets}) => chainHash(secrets.assignmentSecret, ...secrets.oldAssignmentSecrets), [T.config]);
  container.bind(T.newId).toConstantValue(randomUUID);
  container
    .bind(T.keys)
    .toResolvedValue(
      ({secrets}) => assignmentKeys(secrets.assignmentSecret, ...secrets.oldAssignmentSecrets),
      [T.config],
    );
  container
    .bind(T.cipher)
    .toResolvedValue(({secrets}) => rosterCipher(secrets.rosterKey, ...secrets.oldRosterKeys), [T.config]);
  container
    .bind(T.enrolmentCipher)
    .toResolvedValue(({secrets}) => enrolmentCipher(secrets.rosterKey, ...secrets.oldRosterKeys), [T.config]);
  container
    .bind(T.schedule)
    .toResolvedValue(({schedule: {cron, timezone}}) => cronSchedule(cron, timezone), [T.config]);
  container
    .bind(T.nextRun)
    .toResolvedValue((schedule, clock) => () => schedule.next(clock.now(), 1)[0] ?? null, [T.schedule, T.clock]);
  await bindStorage(container, config);
  container.bind(T.tables).toResolvedValue((dssb_app, spss) => ({dssb_app, spss}), [T.dssb, T.spss]);
  await bindState(container, config);
  container.bind(T.runs).toResolvedValue(runProjection, [T.events, T.summaries]);
  bindMail(container);
  container.bind(T.runDeps).toResolvedValue(
    (campaigns, endedToday, users, tables, keys, rosters, cipher, register, enrolmentCipher, events, runs, clock, hash, newId, lease, notify, nextRun, {leaseMs, rosterDays, listDays, iinFormat, allocation, carryOverDays, losses}) => ({
      campaigns, endedToday, users, tables, keys, rosters, cipher, register, enrolmentCipher, events, runs, clock, hash, newId, lease, notify, nextRun,
      leaseMs, rosterDays, listDays, iinFormat, allocation, carryOverDays, losses,
    }), // biome-ignore format: one list
    [
      T.campaigns, T.endedToday, T.users, T.tables, T.keys, T.rosters, T.cipher, T.register, T.enrolmentCipher,
      T.events, T.runs, T.clock, T.hash, T.newId, T.lease, T.notify, T.nextRun, T.config,
    ], // biome-ignore format: the same list
  );
  return container;
}

// The servers' adapters are loaded where they are asked for: a command on the embedded files answers sooner without.

async function bindStorage(container: Container, {storage}: Config): Promise<void> {
  switch (storage.type) {
    case 'sqlite':
      return bindSqliteStorage(container);
    case 'oracle':
      return (await import('./bind-oracle.ts')).bindOracleStorage(container, storage);
    default:
      storage satisfies never;
  }
}

async function bindState(container: Container, {state}: Config): Promise<void> {
  switch (state.type) {
    case 'sqlite':
      return bindSqliteState(container);
    case 'mongodb':
      return (await import('./bind-mongodb.ts')).bindMongoState(container, state.uri);
    default:
      state satisfies never;
  }
}

/** Closes what was opened. */
export async function closeContainer(container: Container): Promise<void> {
  const opened = [T.dssbFile, T.spssFile, T.stateFile, T.dssbOracle, T.spssOracle, T.mongo];
  const close = async (token: (typeof opened)[number]) => container.get<{close(): void | Promise<void>}>(token).close();
  await allSettledOrThrow(opened.filter((token) => container.isBound(token)).map(close));
}
