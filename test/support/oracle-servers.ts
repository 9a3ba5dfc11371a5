import {spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import type {OracleAccess} from '../../src/adapters/oracle/oracle-access.ts';
import {GIVEN_ORACLE, givenOracleServers} from './given-oracle.ts';

const START = fileURLToPath(new URL('../../../shared/test-servers/oracle/start', import.meta.url));

/** One Oracle test server: where the driver finds it, and its control port, which a given Oracle has not. */
export type OracleServer = {
  readonly access: OracleAccess;
  /** Refuses a database whose tables nobody gave up. */
  readonly mayErase: () => Promise<void>;
  /** Runs a statement as administrator, past the wire and its faults. */
  readonly sql: <Row = Record<string, unknown>>(statement: string) => Promise<Row[]>;
  readonly control: <Answer>(method: string, path: string, body?: object) => Promise<Answer>;
};

export type OracleServers = {
  readonly dssb: OracleServer;
  readonly spss: OracleServer;
  /** What points the service at them. */
  readonly environment: Readonly<Record<string, string>>;
  readonly stop: () => void;
};

/** Ten pairs of servers for each of the processes that run tests side by side. */
let bases = 16_000 + (process.pid % 80) * 200;

/** A process that starts more than ten pairs comes to the ports of its neighbour. */
function startOnFreePorts(options: readonly string[]) {
  for (let triesLeft = 10; ; triesLeft--) {
    bases += 20;
    const env = {...process.env, PORT_BASE: String(bases)};
    const answer = spawnSync(START, options, {encoding: 'utf8', env, timeout: 120_000});
    if (triesLeft === 0 || !answer.stderr?.includes('EADDRINUSE')) return answer;
  }
}

/**
 * Starts the two servers, empty, on ports of their own; throws when they cannot be started. With TEST_ORACLE=erase it
 * answers the Oracle of the environment instead, to which the options mean nothing.
 */
export function startOracleServers(...options: string[]): OracleServers {
  if (GIVEN_ORACLE) return givenOracleServers();
  const {status, stdout, stderr} = startOnFreePorts(options);
  if (status !== 0) throw new Error(`the Oracle test servers did not start: ${stderr}`);
  const all = Object.fromEntries(
    [...stdout.matchAll(/(\w+)=('[^']*'|\S+)/g)].map(([, name, value]) => [name!, value!]),
  );
  const {ORACLE_TEST_PIDS = '', ORACLE_CONTROL_URL, SPSS_ORACLE_CONTROL_URL, ...environment} = all;
  return {
    dssb: server(environment, '', ORACLE_CONTROL_URL!),
    spss: server(environment, 'SPSS_', SPSS_ORACLE_CONTROL_URL!),
    environment,
    stop: () => {
      for (const pid of ORACLE_TEST_PIDS.replaceAll("'", '').split(' ')) process.kill(Number(pid));
    },
  };
}

function server(environment: Readonly<Record<string, string>>, prefix: string, url: string): OracleServer {
  const value = (name: string) => environment[`${prefix}ORACLE_${name}`]!;
  const control = async <Answer>(method: string, path: string, body?: object): Promise<Answer> => {
    const answer = await fetch(url + path, {method, ...(body ? {body: JSON.stringify(body)} : {})});
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 200)}`);
    return JSON.parse(text || 'null') as Answer;
  };
  return {
    access: {
      host: value('HOST'),
      port: Number(value('PORT')),
      sid: value('SID'),
      user: value('USER'),
      password: value('PASSWORD'),
      configDir: null,
      walletDir: null,
      walletPassword: null,
    },
    mayErase: async () => {},
    control,
    sql: async <Row>(sql: string) => (await control<{rows?: Row[]}>('POST', '/sql', {sql})).rows ?? [],
  };
}
