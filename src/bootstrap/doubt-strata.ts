import type {Container} from 'inversify';
import {expectStrata} from '../adapters/sqlite/source-shape.ts';
import {asFailure} from '../application/failure.ts';
import {columnsOf} from '../domain/strata.ts';
import {TOKENS as T} from './tokens.ts';

/** What is wrong with the columns of STRATIFY_BY, by the embedded SC_1_120; a file that cannot be read is told by what needs it. */
export async function doubtStrata(container: Container): Promise<string[]> {
  const columns = columnsOf(container.get(T.config).allocation.factors);
  if (columns.length === 0) return [];
  try {
    await container.get(T.spssFile).use((db) => expectStrata(db, columns));
    return [];
  } catch (error) {
    const {kind, message, advice} = asFailure(error);
    return kind === 'refused' ? [`${message}: ${advice}`] : [];
  }
}
