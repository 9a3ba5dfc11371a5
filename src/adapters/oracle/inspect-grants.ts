import type {OracleFacts} from '../../application/ports/check-facts.ts';
import {type Database, databaseOf, TABLES} from '../../domain/tables.ts';
import {DICTIONARY, type Owned} from './dictionary.ts';
import {hasCode} from './oracle-failure.ts';
import type {OracleSession} from './oracle-session.ts';
import type {OracleStatements} from './statements.ts';

type Grants = Extract<OracleFacts['grants'], {readonly value: unknown}>['value'];

/** What a missing grant is answered with: there is no such table for this user, or he may not do that to it. */
const CODES = ['ORA-00942', 'ORA-01031', 'ORA-41900'] as const;

/** The very statements of a run, parsed and not executed; and what the account may do beyond them. */
export async function inspectGrants(
  session: OracleSession,
  statements: OracleStatements,
  database: Database,
  tables: readonly Owned[],
): Promise<Grants> {
  const refused: {grant: string; code: string}[] = [];
  for (const [privilege, table, sql] of needed(statements, database, tables)) {
    const code = await refusalOf(session, sql);
    if (code) refused.push({grant: `${privilege} ON ${table}`, code});
  }
  return {refused, excess: await excessOf(session, tables)};
}

type Needed = readonly [privilege: string, table: string, sql: string];

function needed(statements: OracleStatements, database: Database, tables: readonly Owned[]): Needed[] {
  const source = tables.find(({table}) => table === 'SC_1_120' || table === 'SoftCollection_theories');
  const groups = TABLES.filter((table) => databaseOf(table) === database);
  const ofSource = database === 'spss' ? statements.users(true) : statements.campaigns;
  return [
    ['SELECT', `${source?.owner}.${source?.table}`, ofSource],
    ...groups.flatMap((table): Needed[] => [
      ['SELECT', statements.qualified(table), statements.members(table, 1, true)],
      ['INSERT', statements.qualified(table), statements.insert(table)],
    ]),
  ];
}

async function refusalOf(session: OracleSession, sql: string): Promise<string | null> {
  try {
    await session.parse(sql);
    return null;
  } catch (error) {
    const code = CODES.find((it) => hasCode(error, it));
    if (code) return code;
    // A column that is not there is no matter of grants.
    if (hasCode(error, 'ORA-00904')) return null;
    throw error;
  }
}

const ENOUGH = ['SELECT', 'READ', 'INSERT'];

/** Null where the dictionary does not tell. Of other tables nothing is said: they are not ours. */
async function excessOf(session: OracleSession, tables: readonly Owned[]): Promise<string[] | null> {
  try {
    const objects = await session.rows<[string, string, string]>(DICTIONARY.objectGrants);
    const system = await session.rows<[string]>(DICTIONARY.systemGrants);
    const isOurs = (owner: string, name: string) =>
      tables.some((it) => it.owner === owner && it.table.toUpperCase() === name);
    const more = objects.filter(([privilege, owner, name]) => isOurs(owner, name) && !ENOUGH.includes(privilege));
    return [...more.map(([privilege, owner, name]) => `${privilege} ON ${owner}.${name}`), ...system.map(([it]) => it)];
  } catch (error) {
    if (CODES.some((it) => hasCode(error, it))) return null;
    throw error;
  }
}
