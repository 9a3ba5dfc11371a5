import {join} from 'node:path';
import type {Container} from 'inversify';
import {providersToAsk} from '../adapters/http/ask-provider.ts';
import {inspectFolder, isWritable, nearestThere} from '../adapters/machine/inspect-folder.ts';
import {greetServer} from '../adapters/mail/transport/greet-server.ts';
import type {OracleAccess} from '../adapters/oracle/oracle-access.ts';
import {loadDriver} from '../adapters/sqlite/driver.ts';
import type {CheckSources} from '../application/checks/check-sources.ts';
import {asFailure} from '../application/failure.ts';
import type {MachineFacts, MailFacts} from '../application/ports/check-facts.ts';
import {formatCountDay} from '../domain/count-day.ts';
import {clearTextWarnings} from './config/clear-text.ts';
import type {Config, ConfigDraft} from './config/config-types.ts';
import {describeConfig} from './config/describe-config.ts';
import {stateTimeOf} from './state-time.ts';
import {TOKENS as T} from './tokens.ts';

type Asking = {
  /** What the configuration was warned of. */
  readonly warnings: readonly string[];
  /** The longest look at a database. */
  readonly lookMs: number;
  /** Log in to the mail server too. */
  readonly login: boolean;
};

const MAIL_STEP_MS = 3_000;

/** What the checks ask, by the adapters that the configuration names. */
export function checkSources(container: Container, config: Config, {warnings, lookMs, login}: Asking): CheckSources {
  const {state, schedule} = config;
  return {
    clock: container.get(T.clock),
    configuration: {faults: [], warnings: [...warnings, ...clearTextWarnings(config)], summary: summaryOf(config)},
    machine: () => machineFacts(config),
    folder: () => inspectFolder(config.dataDir, config.log.file),
    databases: {dssb_app: container.get(T.inspectDssb), spss: container.get(T.inspectSpss)},
    places: placesOf(config),
    lookMs,
    state: container.get(T.inspectState),
    keepsState: state.type === 'sqlite',
    stateTime: stateTimeOf(container, config),
    events: container.get(T.events),
    runs: container.get(T.summaries),
    hash: container.get(T.hash),
    keys: container.get(T.keys),
    schedule: container.get(T.schedule),
    rules: {cron: schedule.cron, timezone: schedule.timezone},
    rosterDays: config.rosterDays,
    maxUsers: config.maxUsers,
    countDay: formatCountDay(config.countDay),
    mail: () => mailFacts(config, login),
    providers: providersToAsk(config.auth.type === 'jwks' ? config.auth.url : null, config.provider?.issuer ?? null),
  };
}

/** Of the runtime, whether or not there is a configuration. */
function machineFacts({storage, state}: Pick<ConfigDraft, 'storage' | 'state'>): MachineFacts {
  const {node, tz} = process.versions;
  const needsDriver = storage.type === 'sqlite' || state.type === 'sqlite';
  const driverFault = needsDriver ? faultOf(loadDriver) : null;
  return {node, platform: `${process.platform} ${process.arch}`, driverFault, zoneData: tz ?? null};
}

function faultOf(work: () => unknown): string | null {
  try {
    work();
    return null;
  } catch (error) {
    return asFailure(error).message;
  }
}

function summaryOf(config: Config): string {
  const set = Object.values(describeConfig(config)).filter((value) => value !== null).length;
  return `${set} variables, STORAGE=${config.storage.type} STATE=${config.state.type} MAIL_TRANSPORT=${config.mail.type}`;
}

function placesOf({storage}: Config): CheckSources['places'] {
  const of = (access: OracleAccess) => ({
    host: 'host' in access ? access.host : access.connectString,
    user: access.user,
  });
  const file = {host: 'SQLite', user: 'nobody'};
  return storage.type === 'oracle'
    ? {dssb_app: of(storage.dssb), spss: of(storage.spss)}
    : {dssb_app: file, spss: file};
}

async function mailFacts({mail, dataDir}: Config, login: boolean): Promise<MailFacts> {
  if (mail.type === 'smtp') return greetServer({...mail, stepMs: MAIL_STEP_MS}, {login});
  const folder = join(dataDir, 'mail');
  return {type: 'file', folder, isWritable: await isWritable(await nearestThere(folder))};
}
