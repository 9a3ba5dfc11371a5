import {campaignIdOf, parseTheoryId, type TheoryId, type WallTime} from './ids.ts';
import {scrub} from './scrub.ts';
import {showOdd} from './show-odd.ts';
import type {Warning} from './warnings.ts';

/** A row of SoftCollection_theories as it stands there, padded or empty as may be. */
export type TheoryRow = {
  readonly theoryId: string | null;
  readonly name: string | null;
  readonly startDate: WallTime | null;
  readonly endDate: WallTime | null;
};

/** A running experiment: all active rows with the same base. `theoryIds` are the ids of those rows. */
export type Campaign = {
  readonly theoryId: TheoryId;
  readonly name: string;
  readonly startDate: WallTime;
  readonly endDate: WallTime;
  readonly theoryIds: readonly TheoryId[];
};

/** Rows in any order → campaigns in binary order of THEORY_ID, with a warning for each row that is left out. */
export function groupCampaigns(rows: readonly TheoryRow[]): {campaigns: Campaign[]; warnings: Warning[]} {
  const warnings: Warning[] = [];
  const campaigns = new Map<TheoryId, Campaign>();
  for (const row of rows.map(tidy).toSorted(compareRows)) {
    const id = parseTheoryId(row.theoryId);
    if (id === null) {
      warnings.push({kind: 'bad_theory_id', theoryId: showOdd(scrub(row.theoryId))});
    } else if (row.startDate === null || row.endDate === null) {
      warnings.push({kind: 'no_dates', theoryId: id});
    } else if (row.endDate < row.startDate) {
      warnings.push({kind: 'ends_before_start', theoryId: id, startDate: row.startDate, endDate: row.endDate});
    } else {
      const base = campaignIdOf(id);
      const first = campaigns.get(base);
      const {name, startDate, endDate} = first ?? {...row, startDate: row.startDate, endDate: row.endDate};
      campaigns.set(base, {theoryId: base, name, startDate, endDate, theoryIds: [...(first?.theoryIds ?? []), id]});
    }
  }
  return {campaigns: [...campaigns.values()], warnings};
}

type TidyRow = TheoryRow & {readonly theoryId: string; readonly name: string};

/** Blanks around a text say nothing; an empty text is NULL to Oracle. A name goes into events and mails, so it holds no id. */
function tidy(row: TheoryRow): TidyRow {
  return {...row, theoryId: row.theoryId?.trim() ?? '', name: scrub(row.name?.trim() ?? '')};
}

/** By THEORY_ID; rows of one id by what else they say, so that the database's order decides nothing. */
function compareRows(a: TidyRow, b: TidyRow): number {
  const [keyA, keyB] = [a, b].map(({theoryId, startDate, endDate, name}) =>
    [theoryId, startDate, endDate, name].join('\0'),
  );
  return keyA! < keyB! ? -1 : keyA! > keyB! ? 1 : 0;
}

/** A hint when nothing runs: a date without a time is its midnight, so that a campaign does not run on its last day. */
export function endedTodayWarnings(theoryIds: readonly string[]): Warning[] {
  const ids = theoryIds.flatMap((id) => parseTheoryId(id.trim()) ?? []);
  return ids.sort().map((theoryId) => ({kind: 'ended_today', theoryId}));
}
