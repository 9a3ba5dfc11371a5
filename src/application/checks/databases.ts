import {DATABASES, type Database} from '../../domain/tables.ts';
import {counted} from '../english.ts';
import type {Answered, Asked, DatabaseFacts, OracleFacts} from '../ports/check-facts.ts';
import type {Judgement} from '../ports/check-result.ts';
import {type ClockOffset, offsetWarning, TOLERANCE_MS, wallOffset} from '../service/check-clocks.ts';
import {fail, failedBy, judgeAsked, ok, skipped, together, unknown, warned} from './judgement.ts';

/** One look at a database. `answered`: it was there, whatever became of the rest of the look. */
export type DatabaseLook = {readonly answered: Answered | null; readonly facts: Asked<DatabaseFacts>};
export type DatabaseLooks = Readonly<Record<Database, DatabaseLook>>;

const REACH_ID = {dssb_app: 'SC-D05', spss: 'SC-D06'} as const;
const NAMES = {dssb_app: 'DSSB_APP', spss: 'SPSS'} as const;

/** SC-D05 and SC-D06: the database answers a login. */
export function judgeReach({answered, facts}: DatabaseLook): Judgement {
  if (answered) return ok(`${answered.what}, ${Math.round(answered.ms)} ms`);
  return 'failure' in facts ? failedBy(facts.failure) : ok('it answers');
}

/** SC-D06 says too that what looks like two databases is one. `hosts`: as configured, of each. */
export function judgeSecondReach(looks: DatabaseLooks, hosts: Readonly<Record<Database, string>>): Judgement {
  const reach = judgeReach(looks.spss);
  const [dssb, spss] = DATABASES.map((database) => nameOf(looks[database].facts));
  if (reach.state !== 'ok' || !dssb || dssb !== spss || hosts.dssb_app === hosts.spss) return reach;
  const found = `${NAMES.dssb_app} (${hosts.dssb_app}) and ${NAMES.spss} (${hosts.spss}) lead to one database, ${spss}`;
  return warned(found, {expected: 'two, or one by one address', mend: 'correct SPSS_ORACLE_HOST or ORACLE_HOST'});
}

function nameOf(facts: Asked<DatabaseFacts>): string | null {
  const oracle = 'value' in facts ? facts.value.oracle : null;
  if (!oracle || !('value' in oracle.identity)) return null;
  const {uniqueName, container} = oracle.identity.value;
  return uniqueName && [uniqueName, container].filter(Boolean).join('/');
}

/** Judges each database that was reached; the other is told by its own check alone. */
export function ofEach(looks: DatabaseLooks, of: (facts: DatabaseFacts, database: Database) => Judgement): Judgement {
  return together(
    DATABASES.map((database) => {
      const {answered, facts} = looks[database];
      if ('value' in facts) return named(of(facts.value, database), database);
      return answered
        ? named(unknown(facts.failure.message), database)
        : skipped(`${NAMES[database]}: after ${REACH_ID[database]}`);
    }),
  );
}

function named(judgement: Judgement, database: Database): Judgement {
  return {...judgement, found: `${NAMES[database]}: ${judgement.found}`};
}

/** The same of what only Oracle has. */
export function ofEachOracle(
  looks: DatabaseLooks,
  of: (oracle: OracleFacts, database: Database) => Judgement,
): Judgement {
  const isSqlite = DATABASES.some((database) => {
    const {facts} = looks[database];
    return 'value' in facts && facts.value.oracle === null;
  });
  if (isSqlite) return skipped('of Oracle only');
  return ofEach(looks, ({oracle}, database) => (oracle ? of(oracle, database) : skipped('of Oracle only')));
}

/** SC-D07: the primary, where rows can be written. */
export function judgeIdentity({identity}: OracleFacts): Judgement {
  return judgeAsked(identity, ({role, uniqueName, container, service}) => {
    const place = [uniqueName, container, service].filter(Boolean).join(' / ') || 'no name told';
    if (role === null) return unknown(`${place}, and no role`);
    if (role === 'PRIMARY') return ok(`${place}, ${role}`);
    return fail(`${place}, ${role}`, {expected: 'PRIMARY', mend: 'name the service that follows the primary'});
  });
}

const SOON_DAYS = 14;

/** SC-D12: the account will still be let in tomorrow. */
export function judgeAccount({account, warnings}: OracleFacts): Judgement {
  const told = warnings.find((it) => it.kind === 'password_expires');
  return judgeAsked(account, ({status, expiresInDays}) => {
    const days = told?.days ?? expiresInDays;
    if (status !== 'OPEN' || told)
      return warned(`${status}${days === null ? '' : `, its password has ${counted(days, 'day')} left`}`, EXPIRES);
    if (days === null) return ok('its password does not expire');
    return days <= SOON_DAYS
      ? warned(`its password has ${counted(days, 'day')} left`, EXPIRES)
      : ok(`its password has ${counted(days, 'day')} left`);
  });
}

const EXPIRES = {expected: `OPEN, more than ${SOON_DAYS} days`};

/** SC-D13: the clocks that decide what day it is. `state`: the state store's, null where it is this machine's. */
export function judgeClocks(looks: DatabaseLooks, state: Asked<ClockOffset> | null, zone: string): Judgement {
  const offsets = DATABASES.flatMap((database) => {
    const {facts} = looks[database];
    if (!('value' in facts) || !('value' in facts.value.clock)) return [];
    return {name: `the SYSDATE of ${NAMES[database]}`, ms: wallOffset(facts.value.clock.value, zone)};
  });
  if (state && 'value' in state) offsets.push({name: state.value.name, ms: state.value.ms ?? 0});
  if (offsets.length === 0) return unknown('no other clock answered');
  const warnings = offsets.flatMap((it) => offsetWarning(it, zone) ?? []);
  if (warnings.length === 0) return ok(offsets.map(({name, ms}) => `${name}: ${Math.round(ms / 1000)} s`).join(', '));
  return warned(warnings.join('; '), {expected: `within ${TOLERANCE_MS / 1000} s of this machine's clock`});
}
