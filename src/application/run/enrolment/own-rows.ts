import {GROUP_LETTERS, groupTheoryId, type TheoryId} from '../../../domain/ids.ts';
import {tablesOf} from '../../../domain/tables.ts';
import {writeKey} from '../../../domain/writes.ts';
import type {RunProjection} from '../../events/run-projection.ts';

/**
 * The rows that runs of this service have put into each group of the campaigns, by `writeKey`: what they planned, less what
 * unfinished ones still owe. (What an abandoned run owed to SPSS stays in: it is the same in every look.)
 */
export async function ownRows(
  runs: RunProjection,
  campaigns: readonly TheoryId[],
): Promise<ReadonlyMap<string, number>> {
  const groups = campaigns.flatMap((campaign) =>
    GROUP_LETTERS.map((letter) => ({letter, theoryId: groupTheoryId(campaign, letter)})),
  );
  const planned = await runs.groupTotals(groups.map(({theoryId}) => theoryId));
  const rows = new Map<string, number>();
  for (const {letter, theoryId} of groups) {
    for (const table of tablesOf(letter)) rows.set(writeKey({table, theoryId}), planned.get(theoryId) ?? 0);
  }
  for (const {table, theory_id, rows: owed} of (await runs.open()).flatMap(({report}) => report.owed)) {
    const key = writeKey({table, theoryId: theory_id});
    rows.set(key, (rows.get(key) ?? 0) - owed);
  }
  return rows;
}
