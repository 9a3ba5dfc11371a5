import type {AgendaBackend} from 'agenda';
import {type JobTable, sqliteJobRepository} from './sqlite-job-repository.ts';

/** Keeps Agenda's jobs in a table that it makes in the given database; does not close that. */
export function sqliteBackend(table: JobTable): AgendaBackend {
  const repository = sqliteJobRepository(table);
  return {
    name: 'SQLite',
    repository,
    ownsConnection: false,
    connect: () => repository.connect(),
    disconnect: async () => {},
  };
}
