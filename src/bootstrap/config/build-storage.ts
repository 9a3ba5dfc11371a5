import type {OracleAccess, OracleAddress} from '../../adapters/oracle/oracle-access.ts';
import type {Storage} from './config-types.ts';
import type {Given} from './given.ts';
import {expectHead, refusePublished} from './one-server.ts';

/** Where the people and the groups are: Oracle as soon as one is named. */
export function buildStorage(given: Given): Storage {
  const {values, isSet} = given;
  const meant = isSet('ORACLE_HOST') || isSet('ORACLE_CONNECT_STRING');
  const type = values.STORAGE ?? (meant ? 'oracle' : 'sqlite');
  if (type === 'oracle') {
    const {ORACLE_SCHEMA: dssb, SPSS_ORACLE_SCHEMA: spss, SPSS_SOURCE_SCHEMA: source} = values;
    return {
      type,
      dssb: buildAccess(given, ''),
      spss: buildAccess(given, 'SPSS_'),
      schemas: {dssb, spss, source},
      clientDir: values.ORACLE_CLIENT_DIR,
      callTimeoutMs: values.ORACLE_CALL_TIMEOUT,
      tls: values.ORACLE_TLS,
    };
  }
  // ORACLE_SID and the ports stand for nothing: Oracle's own tools use such names.
  if (!isSet('STORAGE')) expectHead(given, 'ORACLE_HOST', 'STORAGE=sqlite', ORACLE_SIGNS);
  return {type};
}

const ORACLE_SIGNS = [
  'ORACLE_USER',
  'ORACLE_PASSWORD',
  'SPSS_ORACLE_HOST',
  'SPSS_ORACLE_USER',
  'SPSS_ORACLE_PASSWORD',
] as const;

function buildAccess(given: Given, prefix: '' | 'SPSS_'): OracleAccess {
  const {values, need} = given;
  const because = 'with Oracle';
  refusePublished(given, `${prefix}ORACLE_PASSWORD`, values[`${prefix}ORACLE_HOST`]);
  return {
    user: need(`${prefix}ORACLE_USER`, because),
    password: need(`${prefix}ORACLE_PASSWORD`, because),
    configDir: values.TNS_ADMIN,
    walletDir: values[`${prefix}ORACLE_WALLET_DIR`],
    walletPassword: values[`${prefix}ORACLE_WALLET_PASSWORD`],
    ...buildAddress(given, prefix, because),
  };
}

function buildAddress({values, faults, isSet, need}: Given, prefix: '' | 'SPSS_', because: string): OracleAddress {
  const [whole, host] = [`${prefix}ORACLE_CONNECT_STRING`, `${prefix}ORACLE_HOST`] as const;
  if (isSet(whole)) {
    if (isSet(host)) faults.push({variable: whole, expected: `nothing if ${host} is set`});
    return {connectString: values[whole] ?? ''};
  }
  const [sid, serviceName] = [`${prefix}ORACLE_SID`, `${prefix}ORACLE_SERVICE_NAME`] as const;
  if (isSet(sid) && isSet(serviceName)) faults.push({variable: serviceName, expected: `nothing if ${sid} is set`});
  const byService = isSet(serviceName);
  return {
    host: need(host, `${because}, or ${whole}`),
    port: values[`${prefix}ORACLE_PORT`],
    ...(values.ORACLE_TLS === 'required' ? {tls: true} : {}),
    ...(byService ? {serviceName: values[serviceName] ?? ''} : {sid: need(sid, `${because}, or ${serviceName}`)}),
  };
}
