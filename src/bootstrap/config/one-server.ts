import type {Given} from './given.ts';
import {isLoopback} from './schemas.ts';
import type {VariableName} from './variables.ts';
import {isPublished} from './weak-secrets.ts';

/** A password that everybody knows is fine for a server on this machine, that of docker-compose.yml say. */
export function refusePublished({values, faults}: Given, variable: PasswordName, host: string | null): void {
  const isElsewhere = host === null || !isLoopback(host);
  if (isElsewhere && isPublished(values[variable] ?? '')) faults.push({variable, expected: 'not one of the examples'});
}

type PasswordName = 'ORACLE_PASSWORD' | 'SPSS_ORACLE_PASSWORD' | 'SMTP_PASSWORD';

/** Half a server's settings without its name: a slip that would quietly choose the embedded default. */
export function expectHead(
  {faults, isSet}: Given,
  head: VariableName,
  way: string,
  signs: readonly VariableName[],
): void {
  const sign = signs.find(isSet);
  if (sign) faults.push({variable: head, expected: `a host name, because ${sign} is set; or ${way} to do without`});
}
