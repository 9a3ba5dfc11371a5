import {type BusinessDate, GROUP_LETTERS, groupTheoryId, type TheoryId} from '../../../domain/ids.ts';
import type {TabValues} from '../../../domain/tab-values.ts';
import type {TableDifference} from '../../../domain/table-differences.ts';
import {tablesOf} from '../../../domain/tables.ts';
import {writeKey} from '../../../domain/writes.ts';
import type {DatabaseTables} from '../../ports/group-tables.ts';
import {placesOf, rowsAt, type Sight, type Subject} from './count-sights.ts';
import type {Look, Rows} from './look.ts';
import type {Settled} from './settle-sources.ts';

type TabDeps = {readonly tables: DatabaseTables};
type SeenCampaign = Subject & {readonly campaign: TheoryId};

/** What is to be known of a campaign from now on: the counts, what they rest on, and the TAB values of others' rows. */
export async function makeLook(
  deps: TabDeps,
  subject: SeenCampaign,
  {unknown: _, ...sight}: Sight,
  {counted}: Settled,
  on: BusinessDate,
): Promise<Look> {
  const rests = counted.map(({today: _today, met: _met, ...source}) => source);
  const beginning = subject.look?.beginning ?? rowsOfOthers(subject, sight);
  return {...sight, on, beginning, tabs: await readTabs(deps, subject, sight), rests};
}

function rowsOfOthers(subject: Subject, {total}: Pick<Look, 'total'>): Rows {
  return rowsAt(placesOf(subject), ({key}) => (total[key] ?? 0) - (subject.ours.get(key) ?? 0));
}

/** Where other rows stand than runs have put there and others had at the beginning. */
export function differencesOf(subject: Subject, {beginning, total}: Look): TableDifference[] {
  return placesOf(subject)
    .map(({key, table, theoryId}) => {
      const expected = (beginning[key] ?? 0) + (subject.ours.get(key) ?? 0);
      return {table, theoryId, expected, found: total[key] ?? 0};
    })
    .filter(({expected, found, ...place}) => !isSumOf(subject.owed.get(writeKey(place)) ?? [], found - expected));
}

/** Whether some of the parts, or none, make the sum. */
function isSumOf(parts: readonly number[], sum: number): boolean {
  const sums = new Set([0]);
  for (const part of parts) for (const made of [...sums]) sums.add(made + part);
  return sums.has(sum);
}

/** TAB values are read of groups in which others have rows, once; a group that only this service has written has none to copy. */
async function readTabs(
  {tables}: TabDeps,
  {campaign, look}: SeenCampaign,
  {total, ours}: Pick<Look, 'total' | 'ours'>,
): Promise<Record<TheoryId, TabValues>> {
  const tabs: Record<TheoryId, TabValues> = {...look?.tabs};
  for (const letter of GROUP_LETTERS) {
    const [table] = tablesOf(letter);
    const theoryId = groupTheoryId(campaign, letter);
    const key = writeKey({table, theoryId});
    if (theoryId in tabs || (total[key] ?? 0) <= (ours[key] ?? 0)) continue;
    const earliest = (await tables.dssb_app.earliestTabs(table, [theoryId])).get(theoryId);
    if (earliest) tabs[theoryId] = earliest;
  }
  return tabs;
}
