import oracledb from 'oracledb';
import type {OracleAccess} from '../../src/adapters/oracle/oracle-access.ts';
import {VARIABLE_NAMES} from '../../src/bootstrap/config/variables.ts';
import {readConfig} from '../../src/bootstrap/config.ts';
import type {OracleServer, OracleServers} from './oracle-servers.ts';
import {onServer} from './oracle-session.ts';
import {SECRETS as KEYS} from './secrets.ts';

/** Whether the tests go to the Oracle of the environment's ORACLE_HOST …, whose tables they erase. */
export const GIVEN_ORACLE = wantsGivenOracle(process.env.TEST_ORACLE);

/** What a database has to have before any test touches it: nobody makes a table of this name by mistake. */
const CONSENT = 'SOFTCOLLECTION_TESTS_MAY_ERASE';

/** `describe` for what needs injected faults, a clock or a log, which only the test servers have. */
export function describeOnTestServers(title: string, tests: (this: Mocha.Suite) => void): void {
  if (GIVEN_ORACLE) process.stdout.write(`not on a given Oracle: ${title}\n`);
  else describe(title, tests);
}

/** The Oracle of the environment, under the product's own variable names. */
export function givenOracleServers(): OracleServers {
  const names = VARIABLE_NAMES.filter((name) => /ORACLE|SPSS/.test(name) && process.env[name]);
  const environment = Object.fromEntries(names.map((name) => [name, process.env[name]!]));
  const answer = readConfig({...KEYS, ...environment, STORAGE: 'oracle'}, null);
  if (answer.type === 'faults') {
    const faults = answer.faults.map(({variable, expected}) => `${variable}: expected ${expected}`);
    throw new Error(`TEST_ORACLE=erase needs the variables of an Oracle:\n${faults.join('\n')}`);
  }
  const {storage} = answer.config;
  if (storage.type !== 'oracle') throw new Error('TEST_ORACLE=erase is for STORAGE=oracle');
  const schemas = Object.values(storage.schemas).join();
  if (schemas !== 'DSSB_APP,SPSS,SPSS_USER_DRACRM') {
    throw new Error(`the tests use the schemas DSSB_APP, SPSS and SPSS_USER_DRACRM, not ${schemas}`);
  }
  return {
    dssb: givenServer(storage.dssb, 'DSSB_APP'),
    spss: givenServer(storage.spss, 'SPSS'),
    environment,
    stop: () => {},
  };
}

function givenServer(access: OracleAccess, schema: string): OracleServer {
  let consent: Promise<void> | null = null;
  const server: OracleServer = {
    access,
    mayErase: () => {
      consent ??= expectConsent(access, schema);
      return consent;
    },
    control: async (method, path) => {
      throw new Error(`${method} ${path}: a given Oracle has no control port`);
    },
    sql: <Row>(statement: string) =>
      onServer(server, async (connection) => {
        const options = {autoCommit: true, outFormat: oracledb.OUT_FORMAT_OBJECT, fetchArraySize: 10_000};
        return ((await connection.execute(statement, [], options)).rows ?? []) as Row[];
      }),
  };
  return server;
}

async function expectConsent(access: OracleAccess, schema: string): Promise<void> {
  const anybody = {access, mayErase: async () => {}};
  await onServer(anybody, (connection) => connection.execute(`SELECT COUNT(*) FROM ${schema}.${CONSENT}`)).catch(
    (error: Error) => {
      if (!error.message.includes('ORA-00942')) throw error;
      throw new Error(
        `this database does not say that its tables may be erased; if they may: CREATE TABLE ${schema}.${CONSENT} (X NUMBER)`,
      );
    },
  );
}

function wantsGivenOracle(word: string | undefined): boolean {
  if (word === undefined || word === '') return false;
  if (word === 'erase') return true;
  throw new Error('TEST_ORACLE: expected nothing, or the word erase: the tests erase the tables of ORACLE_HOST');
}
