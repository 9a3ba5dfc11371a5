import type {Database} from '../../domain/tables.ts';
import type {Warning} from '../../domain/warnings.ts';

/** A login that succeeded, but will not for long: ORA-28002 and ORA-28011. */
export function expiryWarnings(warning: Error | undefined, database: Database): Warning[] {
  if (!warning || !/\bORA-280(02|11)\b/.test(warning.message)) return [];
  const days = /\b(\d+) days?\b/.exec(warning.message)?.[1];
  return [{kind: 'password_expires', database, days: days === undefined ? null : Number(days)}];
}
