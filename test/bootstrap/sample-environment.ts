import type {ConfigDraft} from '../../src/bootstrap/config/config-types.ts';
import {type Fault, formatFault} from '../../src/bootstrap/config/given.ts';
import {type Environment, readConfig} from '../../src/bootstrap/config.ts';
import {testKey} from '../support/secrets.ts';

/** Written with capitals, as some tools do. */
export const HEX_A = testKey('a').toUpperCase();
export const HEX_B = testKey('b');
export const JWT = 'signing-secret-of-more-than-32-letters';

export const SECRETS = {ASSIGNMENT_SECRET: HEX_A, ROSTER_KEY: HEX_B, AUTH_JWT_SECRET: JWT};

/** The environment of the user's document. */
export const DOCUMENT = {
  ORACLE_HOST: 'your_dssb_host',
  ORACLE_PORT: '1521',
  ORACLE_SID: 'your_dssb_sid',
  ORACLE_USER: 'your_dssb_user',
  ORACLE_PASSWORD: 'dssb-pw',
  SPSS_ORACLE_HOST: 'your_spss_host',
  SPSS_ORACLE_PORT: '1522',
  SPSS_ORACLE_SID: 'your_spss_sid',
  SPSS_ORACLE_USER: 'your_spss_user',
  SPSS_ORACLE_PASSWORD: 'spss-pw',
  EMAIL_SENDER: 'cdsrb@halykbank.kz',
  SMTP_SERVER: 'mail.halykbank.nb',
  SMTP_PORT: '587',
  SMTP_USERNAME: 'cdsrb',
  SMTP_PASSWORD: 'smtp-pw',
  CAMPAIGN_NOTIFICATION_EMAILS: 'admin@example.com,manager@example.com',
};

export function configOf(environment: Environment, envFile: string | null = null): ConfigDraft {
  const answer = readConfig(environment, envFile);
  if (answer.type === 'faults') throw new Error(answer.faults.map(formatFault).join('\n'));
  return answer.config;
}

export function faultsOf(environment: Environment, envFile: string | null = null): readonly Fault[] {
  const answer = readConfig(environment, envFile);
  return answer.type === 'faults' ? answer.faults : [];
}

export const faultyNames = (environment: Environment) => faultsOf(environment).map(({variable}) => variable);
export const warningsOf = (environment: Environment, envFile: string | null = null) =>
  readConfig(environment, envFile).warnings;

export function without(environment: Environment, ...names: string[]): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !names.includes(name)));
}
