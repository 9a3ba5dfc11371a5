import type {StatementTexts} from '../../application/ports/statement-texts.ts';
import {lockSeconds} from './lock-table.ts';
import type {OracleStatements} from './statements.ts';

/** The statements as they are sent, for `run --dry-run --sql`. */
export function oracleStatementTexts(
  statements: OracleStatements,
  {batchRows, lockWaitMs, columns}: {batchRows: number; lockWaitMs: number; columns: readonly string[]},
): StatementTexts {
  return {
    ...statements,
    users: ({from, to}) => statements.users(from === to, columns),
    lock: (table) => statements.lock(table, lockSeconds(lockWaitMs)),
    insertCalls: (sizes) => Math.ceil(sizes.reduce((sum, size) => sum + size, 0) / batchRows),
    commit: null,
  };
}
