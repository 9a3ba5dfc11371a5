import {scrub} from '../../domain/scrub.ts';
import {hasCode} from './oracle-failure.ts';
import type {OracleSession} from './oracle-session.ts';

/** A session that holds a lock on a table, as the DBA would name it. */
export type Blocker = {readonly session: string; readonly user: string; readonly program: string};

/** V$ views need a grant of their own, which may be missing. */
const BLOCKERS = `SELECT s.SID, s.SERIAL#, s.USERNAME, s.PROGRAM
FROM V$LOCKED_OBJECT l JOIN V$SESSION s ON s.SID = l.SESSION_ID JOIN ALL_OBJECTS o ON o.OBJECT_ID = l.OBJECT_ID
WHERE l.LOCKED_MODE > 0 AND o.OWNER = :owner AND o.OBJECT_NAME = :name`;

/** Who holds SCHEMA.TABLE; null where that may not be read. The session itself holds nothing. */
export async function blockersOf(session: OracleSession, table: string): Promise<readonly Blocker[] | null> {
  const [owner, name] = table.toUpperCase().split('.');
  try {
    const rows = await session.rows<[number, number, string | null, string | null]>(BLOCKERS, {owner, name});
    return rows.map(([sid, serial, user, program]) => ({
      session: `${sid},${serial}`,
      user: scrub(user ?? '?'),
      program: scrub(program ?? '?'),
    }));
  } catch (error) {
    if (hasCode(error, 'ORA-00942') || hasCode(error, 'ORA-01031')) return null;
    throw error;
  }
}

export function tellBlockers(blockers: readonly Blocker[] | null): string {
  if (!blockers?.length) return 'another session';
  const [first, ...more] = blockers.map(({session, user, program}) => `session ${session} (${user}, ${program})`);
  return more.length === 0 ? first! : `${first} and ${more.length} more`;
}
