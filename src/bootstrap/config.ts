import {join, resolve} from 'node:path';
import {parse} from 'dotenv';
import {scrub} from '../domain/scrub.ts';
import {buildConfig} from './config/build-config.ts';
import type {ConfigDraft} from './config/config-types.ts';
import {cutValueWarnings, lostLineWarnings, readEnvFile} from './config/env-file.ts';
import {type Fault, type Given, readGiven} from './config/given.ts';
import {nameWarnings} from './config/names.ts';
import {readSecretFiles} from './config/secret-files.ts';
import {openToAnybody} from './private-files.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export type ConfigAnswer =
  | {readonly type: 'ok'; readonly config: ConfigDraft; readonly warnings: readonly string[]}
  | {readonly type: 'faults'; readonly faults: readonly Fault[]; readonly warnings: readonly string[]};

/** What the environment and the text of `.env` say, or every fault at once. The environment wins, even if empty. */
export function readConfig(environment: Environment, envFile: string | null): ConfigAnswer {
  const file = parse(envFile ?? '');
  const {texts, faults: unread} = readSecretFiles({...file, ...withoutUndefined(environment)});
  const given = readGiven(texts);
  const config = buildConfig(given);
  const faults = [...unread, ...given.faults];
  const names = nameWarnings(Object.keys(environment), Object.keys(file));
  const warnings = [...names, ...cutValueWarnings(envFile ?? ''), ...lostLineWarnings(envFile ?? '')].map(scrub);
  if (isAlone(config, given)) warnings.push(ALONE);
  return faults.length > 0 ? {type: 'faults', faults, warnings} : {type: 'ok', config, warnings};
}

/** Several processes on one pair of databases must share their state, which SQLite cannot; who asks for it by name knows. */
const ALONE =
  'the state is kept in DATA_DIR (no MONGODB_URI is set): a second installation or replica on these Oracle databases would deal the same people again, into other groups. Set MONGODB_URI for more than one; STATE=sqlite says that this is the only one';

function isAlone({storage, state}: ConfigDraft, {isSet}: Given): boolean {
  return storage.type === 'oracle' && state.type === 'sqlite' && !isSet('STATE');
}

/** `readConfig` with the `.env` of a folder, to which relative paths then belong. */
export function loadConfig(folder: string, environment: Environment): ConfigAnswer {
  const answer = readConfig(environment, readEnvFile(join(folder, '.env')));
  if (answer.type === 'faults') return answer;
  const {dataDir, log, storage, http} = answer.config;
  const file = log.file === null ? null : resolve(folder, log.file);
  const tls = http.tls && {certFile: resolve(folder, http.tls.certFile), keyFile: resolve(folder, http.tls.keyFile)};
  const config = {...answer.config, dataDir: resolve(folder, dataDir), log: {...log, file}, http: {...http, tls}};
  const open = openToAnybody([
    join(folder, '.env'),
    ...['secrets.json', 'audit-key'].map((name) => join(config.dataDir, name)),
    ...(tls ? [tls.keyFile] : []),
  ]);
  const {warnings} = answer;
  if (storage.type === 'oracle' && open.length > 0)
    return {type: 'faults', faults: open.map((variable) => ({variable, expected: 'a file that only its owner may read (chmod 600)'})), warnings}; // biome-ignore format: short
  const told = open.map(
    (path) => `${scrub(path)} can be read by any account of this machine: chmod 600, and change the secrets in it`,
  );
  return {type: 'ok', config, warnings: [...warnings, ...told]};
}

function withoutUndefined(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined));
}
