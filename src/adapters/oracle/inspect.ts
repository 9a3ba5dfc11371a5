import type {Inspect} from '../../application/checks/check-sources.ts';
import {columnGaps, type SeenColumn} from '../../application/checks/column-gaps.ts';
import {asFailure, type Failure} from '../../application/failure.ts';
import type {Asked, ColumnFacts, DatabaseFacts, OracleFacts} from '../../application/ports/check-facts.ts';
import type {Clock} from '../../application/ports/clock.ts';
import type {CountDay} from '../../domain/count-day.ts';
import type {WallTime} from '../../domain/ids.ts';
import type {Database} from '../../domain/tables.ts';
import {type ColumnRow, readColumns} from './catalogue.ts';
import {columnFault} from './column-fault.ts';
import {DICTIONARY, type Owned, tablesIn} from './dictionary.ts';
import {inspectGrants} from './inspect-grants.ts';
import type {OracleDatabase} from './oracle-database.ts';
import {oracleFailure} from './oracle-failure.ts';
import type {OracleSession} from './oracle-session.ts';
import {readTheories} from './sources.ts';
import type {OracleSchemas, OracleStatements} from './statements.ts';

export type Looked = {
  readonly db: OracleDatabase;
  readonly statements: OracleStatements;
  readonly schemas: OracleSchemas;
  /** As people know where it is. */
  readonly place: string;
  readonly strata: readonly string[];
  readonly countDay: CountDay;
  readonly clock: Clock;
};

/** Looks at a database over one session: reads its dictionary and parses a run's statements. It locks and writes nothing. */
export function inspectOracle(looked: Looked): Inspect {
  const {db, place} = looked;
  return async (onAnswer) => {
    const began = performance.now();
    return db.use({action: 'doctor', what: 'doctor'}, async (session) => {
      onAnswer({what: place, ms: performance.now() - began});
      return look(session, looked);
    });
  };
}

/** One question after the other; after one that is not answered none is asked any more. */
async function look(session: OracleSession, looked: Looked): Promise<DatabaseFacts> {
  const {db, statements, schemas, countDay} = looked;
  const {database} = db;
  const tables = tablesIn(database, schemas);
  const ask = asking(database);
  const clock = await ask('SYSDATE', async () => {
    const [row] = await session.rows<[WallTime]>(statements.sysdate);
    return {shown: row![0], at: looked.clock.now()};
  });
  const oracle = await lookAtOracle(session, looked, tables, ask);
  const columns = await ask('ALL_TAB_COLUMNS', () => columnFacts(session, looked, tables));
  const isSpss = database === 'spss';
  return {
    clock,
    columns,
    campaigns: isSpss ? null : await ask('SoftCollection_theories', () => readTheories(session, statements)),
    users: isSpss ? await ask('SC_1_120', () => countUsers(session, statements, countDay)) : null,
    oracle,
  };
}

type Ask = <Value>(what: string, work: () => Promise<Value>) => Promise<Asked<Value>>;

function asking(database: Database): Ask {
  let gone: Failure | null = null;
  return async (what, work) => {
    if (gone) return {failure: gone};
    try {
      return {value: await work()};
    } catch (error) {
      const failure = asFailure(oracleFailure(error, {database, what}));
      if (failure.kind === 'unreachable') gone = failure;
      return {failure};
    }
  };
}

async function lookAtOracle(
  session: OracleSession,
  {db, statements}: Looked,
  tables: readonly Owned[],
  ask: Ask,
): Promise<OracleFacts> {
  return {
    identity: await ask('USERENV', async () => {
      const [row] = await session.rows<(string | null)[]>(DICTIONARY.identity);
      const [role = null, uniqueName = null, container = null, service = null] = row ?? [];
      return {role, uniqueName, container, service};
    }),
    grants: await ask('grants', () => inspectGrants(session, statements, db.database, tables)),
    unlockable: await ask('ALL_TABLES', async () => {
      const rows = await session.rows<[string, string]>(DICTIONARY.unlockable(tables));
      return rows.map((row) => row.join('.'));
    }),
    unindexed: await ask('ALL_INDEXES', () => unindexed(session, tables)),
    account: await ask('USER_USERS', async () => {
      const [row] = await session.rows<[string, string | null, string]>(DICTIONARY.account);
      const [status = 'not told', expires = null, now = ''] = row ?? [];
      const expiresInDays = expires === null ? null : Math.floor((Date.parse(expires) - Date.parse(now)) / DAY_MS);
      return {status, expiresInDays};
    }),
    warnings: db.warnings(),
  };
}

const DAY_MS = 86_400_000;

/** What a run's reads begin with. */
function unindexedBy(table: string): string | null {
  if (table === 'SoftCollection_theories') return null;
  return table === 'SC_1_120' ? 'COUNT_DAY' : 'THEORY_ID';
}

async function unindexed(session: OracleSession, tables: readonly Owned[]): Promise<string[]> {
  const rows = await session.rows<[string, string]>(DICTIONARY.indexes(tables));
  return tables.flatMap(({table}) => {
    const column = unindexedBy(table);
    const isThere = rows.some(([of, name]) => of === table.toUpperCase() && name === column);
    return column === null || isThere ? [] : [`${table}.${column}`];
  });
}

async function columnFacts(
  session: OracleSession,
  {db, statements, strata}: Looked,
  tables: readonly Owned[],
): Promise<ColumnFacts> {
  const {all} = readColumns(await session.rows<ColumnRow>(statements.columns(db.database)));
  const required = await session.rows<[string, string]>(DICTIONARY.mandatory(tables)).catch(() => null);
  const seen = all.map(({table, name}): SeenColumn => {
    const own = table.slice(table.indexOf('.') + 1);
    return {table: own, name, isMandatory: required?.some(([of, column]) => of === own && column === name) ?? false};
  });
  const gaps = columnGaps(db.database, seen, strata);
  return {...gaps, mandatory: required && gaps.mandatory, misfit: columnFault(all, db.database)?.message ?? null};
}

async function countUsers(session: OracleSession, statements: OracleStatements, {from, to}: CountDay): Promise<number> {
  const binds = from === to ? {from_day: from} : {from_day: from, to_day: to};
  const [row] = await session.rows<[number]>(statements.countUsers(from === to), binds);
  return row?.[0] ?? 0;
}
