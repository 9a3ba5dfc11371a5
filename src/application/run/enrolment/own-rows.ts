import {groupTotalsOf, sumTotals} from '../../../domain/group-totals.ts';
import {campaignIdOf, GROUP_LETTERS, groupTheoryId} from '../../../domain/ids.ts';
import {pendingWrites} from '../../../domain/run.ts';
import {tablesOf} from '../../../domain/tables.ts';
import {writeKey} from '../../../domain/writes.ts';
import {type PastRun, unfinished} from '../../events/run-history.ts';

/**
 * The rows that runs of this service have put into each group, by `writeKey`: what they planned, less what unfinished ones
 * still owe. (What an abandoned run owed to SPSS stays in: it is the same in every look.)
 */
export function ownRows(history: readonly PastRun[]): ReadonlyMap<string, number> {
  const planned = sumTotals(history.map(({run}) => groupTotalsOf(run)));
  const rows = new Map<string, number>();
  for (const campaign of new Set([...planned.keys()].map(campaignIdOf))) {
    for (const letter of GROUP_LETTERS) {
      const theoryId = groupTheoryId(campaign, letter);
      for (const table of tablesOf(letter)) rows.set(writeKey({table, theoryId}), planned.get(theoryId) ?? 0);
    }
  }
  for (const {table, groups} of unfinished(history).flatMap(({run}) => pendingWrites(run))) {
    for (const {theoryId, size} of groups) {
      const key = writeKey({table, theoryId});
      rows.set(key, (rows.get(key) ?? 0) - size);
    }
  }
  return rows;
}
