import type {RunId, TheoryId} from './ids.ts';
import type {Table} from './tables.ts';

/**
 * Rows of a group in a table: how many there should be by what all runs have put there and by what stood there when the
 * campaign was first met, and how many there are.
 */
export type TableDifference = {
  readonly table: Table;
  readonly theoryId: TheoryId;
  readonly expected: number;
  readonly found: number;
};

/** The events of a stream such as `campaign-SC00000001`: a storage format, like those of a run. */
export type CampaignEvent = {
  readonly type: 'TablesDiffer';
  /** All that differ as the run found them; none once they agree again. */
  readonly data: {readonly run: RunId; readonly differences: readonly TableDifference[]};
};

/** What people have been told of a campaign. */
export type CampaignState = {readonly differences: readonly TableDifference[]};

export const NEW_CAMPAIGN: CampaignState = {differences: []};

export function evolveCampaign(_: CampaignState, {data}: CampaignEvent): CampaignState {
  return {differences: data.differences};
}

/** The same difference is recorded once. */
export const recordDifferences =
  (run: RunId, differences: readonly TableDifference[]) =>
  (campaign: CampaignState): CampaignEvent[] =>
    isKnown(campaign, differences) ? [] : [{type: 'TablesDiffer', data: {run, differences}}];

export function isKnown({differences: told}: CampaignState, differences: readonly TableDifference[]): boolean {
  const lines = (them: readonly TableDifference[]) =>
    them.map(({table, theoryId, expected, found}) => `${table} ${theoryId} ${expected - found}`).join();
  return lines(told) === lines(differences);
}
