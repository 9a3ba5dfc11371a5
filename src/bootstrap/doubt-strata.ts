import type {Container} from 'inversify';
import {expectStrata} from '../adapters/sqlite/source-shape.ts';
import {asFailure} from '../application/failure.ts';
import {columnsOf} from '../domain/strata.ts';
import type {Config} from './config/config-types.ts';
import {TOKENS as T} from './tokens.ts';

/** What is wrong with the columns of STRATIFY_BY, by the embedded SC_1_120; what cannot be looked at is told by what needs it. */
export async function doubtStrata({storage, allocation}: Config, open: () => Promise<Container>): Promise<string[]> {
  const columns = storage.type === 'sqlite' ? columnsOf(allocation.factors) : [];
  if (columns.length === 0) return [];
  try {
    const container = await open();
    await container.get(T.spssFile).use((db) => expectStrata(db, columns));
    return [];
  } catch (error) {
    const {kind, message, advice} = asFailure(error);
    return kind === 'refused' ? [`${message}: ${advice}`] : [];
  }
}
