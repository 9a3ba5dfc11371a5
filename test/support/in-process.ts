import {randomUUID} from 'node:crypto';
import type {Container} from 'inversify';
import pino from 'pino';
import type {Services} from '../../src/adapters/cli/cli-services.ts';
import type {RunOutcome} from '../../src/application/run/run-distribution.ts';
import {runDistribution} from '../../src/application/run/run-distribution.ts';
import {createServices} from '../../src/bootstrap/cli-services.ts';
import type {Config} from '../../src/bootstrap/config/config-types.ts';
import {loadConfig} from '../../src/bootstrap/config.ts';
import {closeContainer, createContainer} from '../../src/bootstrap/container.ts';
import {provideSecrets} from '../../src/bootstrap/secrets.ts';
import {TOKENS} from '../../src/bootstrap/tokens.ts';
import {businessDateAt} from '../../src/domain/wall-time.ts';
import type {Installation} from './installation.ts';

type Opened = {
  readonly services: Omit<Services, 'close' | 'run'>;
  readonly container: Container;
  readonly config: Config;
};

/**
 * What a test needs done and does not test, done to an installation without the start of a process, which costs more than
 * the work: the command's own services, files as private as a command makes them. A run is `runHere`: it has no thread.
 */
export async function inProcess<Result>(at: Installation, work: (opened: Opened) => Promise<Result>): Promise<Result> {
  const umask = process.umask(0o077);
  try {
    const loaded = loadConfig(at.inFolder('.'), at.environment);
    if (loaded.type === 'faults') throw new Error(`the settings have faults: ${JSON.stringify(loaded.faults)}`);
    const config = provideSecrets(loaded.config);
    const stopping = new AbortController().signal;
    const container = await createContainer(config, {onWait: () => {}, stopping});
    const context = {
      config,
      configWarnings: [],
      log: pino({level: 'silent'}),
      linesLost: () => 0,
      version: '',
      stopping,
    };
    try {
      return await work({services: createServices(context, async () => container), container, config});
    } finally {
      await closeContainer(container);
    }
  } finally {
    process.umask(umask);
  }
}

/** What `softcollection run` does; throws when it does not end completed. */
export function runHere(at: Installation): Promise<RunOutcome> {
  return inProcess(at, async ({container, config: {schedule, countDay, maxUsers}}) => {
    const request = {
      origin: {actor: 'cli:test', correlationId: randomUUID()},
      owner: `test pid ${process.pid}`,
      zone: schedule.timezone,
      graceMs: 0,
      next: {date: businessDateAt(Date.now(), schedule.timezone), slot: null},
      countDay,
      limits: {maxUsers},
      forced: null,
    };
    const outcome = await runDistribution(
      container.get(TOKENS.runDeps),
      request,
      () => {},
      new AbortController().signal,
    );
    const status = outcome.type === 'ended' ? outcome.reports.at(-1)?.status : outcome.type;
    if (status !== 'completed') throw new Error(`the run is ${status}`);
    return outcome;
  });
}

/** The token that `softcollection token` issues to this subject. */
export function tokenHere(at: Installation, sub: string, permission: 'viewer' | 'admin' = 'viewer'): Promise<string> {
  return inProcess(at, async ({services}) => (await services.issueToken({sub, permission, days: 1})).token);
}
