import {resolve} from 'node:path';
import type {DoctorRequest, Examined} from '../adapters/cli/command.ts';
import {systemClock} from '../adapters/clock/system-clock.ts';
import {judgeConfiguration} from '../application/checks/configuration.ts';
import {skipped} from '../application/checks/judgement.ts';
import {listChecks} from '../application/checks/list-checks.ts';
import {type Checks, type Choice, runChecks} from '../application/checks/run-checks.ts';
import {asFailure} from '../application/failure.ts';
import {CHECK_IDS, type CheckId, type CheckResult} from '../application/ports/check-result.ts';
import {scrub} from '../domain/scrub.ts';
import {checkSources} from './check-sources.ts';
import type {Config} from './config/config-types.ts';
import {formatFault} from './config/given.ts';
import {type ConfigAnswer, type Environment, loadConfig} from './config.ts';
import {closeContainer, createContainer} from './container.ts';
import {peekSecrets} from './secrets.ts';
import {writeBundle} from './support-bundle.ts';

/** No call of a database takes longer, nor the wait for a locked file: whoever looks around is not to hang. */
const CALL_MS = 2_000;
/** So that the whole ends within ten seconds. */
const LONGEST_MS = 9_000;
/** Before the check itself is given up, so that what the other database told is not lost. */
const LOOK_MS = LONGEST_MS - 500;

/**
 * Runs the checks of `doctor` over connections of its own, one login a database, and changes nothing: it makes no file, no
 * table and no index. A configuration with faults is what the first check finds.
 */
export async function examine(folder: string, environment: Environment, request: DoctorRequest): Promise<Examined> {
  const at = new Date().toISOString();
  const read = readToLook(loadConfig(folder, environment));
  const {config} = read;
  const accepted = config?.doctorAccept ?? [];
  const chosen = {...request, accepted, longestMs: LONGEST_MS};
  const checks = await (config ? checkAll(config, read.warnings, chosen) : checkNone(read.faults, chosen));
  const bundle = (file: string, report: object) => writeBundle(resolve(folder, file), report, config);
  return {at, instance: config?.instanceName ?? null, checks, bundle};
}

type Read = {readonly config: Config | null; readonly faults: readonly string[]; readonly warnings: readonly string[]};

/** The configuration with nothing in it that waits for long. */
function readToLook(loaded: ConfigAnswer): Read {
  const {warnings} = loaded;
  if (loaded.type === 'faults')
    return {config: null, faults: loaded.faults.map((fault) => scrub(formatFault(fault))), warnings};
  try {
    const config = peekSecrets(loaded.config);
    const {storage} = config;
    const brief = storage.type === 'oracle' ? {...storage, callTimeoutMs: Math.min(storage.callTimeoutMs, CALL_MS)} : storage; // biome-ignore format: short
    return {config: {...config, storage: brief, lockWaitMs: Math.min(config.lockWaitMs, CALL_MS)}, faults: [], warnings}; // biome-ignore format: short
  } catch (error) {
    return {config: null, faults: [asFailure(error).message], warnings};
  }
}

type Chosen = DoctorRequest & Choice;

async function checkAll(config: Config, warnings: readonly string[], chosen: Chosen): Promise<CheckResult[]> {
  const stopping = new AbortController().signal;
  const container = await createContainer(config, {onWait: () => {}, stopping, readOnly: true});
  try {
    const sources = checkSources(container, config, {warnings, lookMs: LOOK_MS, login: chosen.login});
    return await runChecks(listChecks(sources), systemClock, chosen);
  } finally {
    await closeContainer(container).catch(() => {});
  }
}

/** Of a configuration that says nothing that could be asked. Whatever was chosen, it is told. */
function checkNone(faults: readonly string[], chosen: Chosen): Promise<CheckResult[]> {
  const none = Object.fromEntries(CHECK_IDS.map((id) => [id, async () => skipped('after SC-D01')]));
  const first = async () => judgeConfiguration({faults, warnings: [], summary: ''});
  const only: CheckId[] = chosen.only.length > 0 ? ['SC-D01', ...chosen.only] : [];
  const skip = chosen.skip.filter((id) => id !== 'SC-D01');
  return runChecks({...none, 'SC-D01': first} as Checks, systemClock, {...chosen, only, skip});
}
