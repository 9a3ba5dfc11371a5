import {type BegunRun, pendingWrites} from '../../src/domain/run.ts';
import {type Database, databaseOf} from '../../src/domain/tables.ts';

export function owedDatabases(run: BegunRun): Database[] {
  return [...new Set(pendingWrites(run).map(({table}) => databaseOf(table)))];
}
