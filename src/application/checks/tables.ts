import type {Database} from '../../domain/tables.ts';
import type {DatabaseFacts, OracleFacts} from '../ports/check-facts.ts';
import type {Judgement} from '../ports/check-result.ts';
import {fail, judgeAsked, ok, together, unknown, warned} from './judgement.ts';

/** SC-D08: the tables and columns that a run reads and writes, of types that hold what they are given. */
export function judgeColumns({columns}: DatabaseFacts): Judgement {
  return judgeAsked(columns, ({unseen, missing, misfit, mandatory}) => {
    const faults: Judgement[] = [];
    if (missing.length > 0) faults.push(fail(`${missing.join(', ')} is missing`));
    if (misfit !== null) faults.push(fail(misfit));
    if (mandatory && mandatory.length > 0)
      faults.push(fail(`${mandatory.join(', ')} must be filled, and no run fills it`, {expected: 'NULL or a default'}));
    if (faults.length > 0) return together(faults);
    if (unseen.length > 0) return unknown(`${unseen.join(', ')} is not in the catalogue: a synonym, or no grant`);
    return ok('all columns are there');
  });
}

/** SC-D09: what a run's statements need, and no more. */
export function judgeGrants({grants}: OracleFacts, user: string): Judgement {
  return judgeAsked(grants, ({refused, excess}) => {
    if (refused.length > 0) {
      const found = refused.map(({grant, code}) => `${grant} is missing (${code})`).join(', ');
      return fail(found, {mend: refused.map(({grant}) => `GRANT ${grant} TO ${user}`).join('; ')});
    }
    if (excess && excess.length > 0)
      return warned(`the account may more than it needs: ${excess.join(', ')}`, {mend: 'REVOKE it'});
    return ok(`all statements of a run may be made${excess ? ', and no more' : ''}`);
  });
}

/** SC-D10: a run locks each table while it writes. */
export function judgeLocks({unlockable}: OracleFacts): Judgement {
  return judgeAsked(unlockable, (tables) => {
    if (tables.length === 0) return ok('no table refuses locks');
    const mend = tables.map((table) => `ALTER TABLE ${table} ENABLE TABLE LOCK`).join('; ');
    return fail(`locks are disabled on ${tables.join(', ')}`, {mend});
  });
}

/** SC-D11: without these a run reads whole tables, some of them under a lock. */
export function judgeIndexes({unindexed}: OracleFacts, _: Database): Judgement {
  return judgeAsked(unindexed, (columns) => {
    if (columns.length === 0) return ok('the indexes are there');
    return warned(`no usable index begins with ${columns.join(', ')}`, {
      mend: 'deploy/oracle/2-indexes.sql makes them',
    });
  });
}
