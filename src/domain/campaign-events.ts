import type {RunId} from './ids.ts';
import {addLoss, type GroupRows, type Loss, type Losses, NO_LOSSES, newLoss} from './loss-test.ts';
import type {TableDifference, TablesDiffer} from './table-differences.ts';

/** The events of a stream such as `campaign-SC00000001`: a storage format, like those of a run. */
export type CampaignEvent =
  | TablesDiffer
  /** Rows that are gone since the event before, as the run found them; only with LOSSES=tolerated. */
  | {readonly type: 'LossesDiffer'; readonly data: Loss & {readonly run: RunId}}
  | {readonly type: 'CampaignRegistered'; readonly data: Registration};

/** What a campaign is to find out, as it was laid down: hypothesis, outcome, horizon. All versions stay. */
export type Registration = {
  /** From 1. */
  readonly version: number;
  /** Holds no IIN. */
  readonly text: string;
  /** Of the file's bytes, hex: `sha256sum` shows the same. */
  readonly sha256: string;
  /** Somebody had been dealt to the campaign by then. */
  readonly late: boolean;
};

/** What is known of a campaign beside its runs: the differences that people were told of, its losses, its latest registration. */
export type CampaignState = {
  readonly differences: readonly TableDifference[];
  readonly losses: Losses;
  readonly registered: Omit<Registration, 'text'> | null;
};

export const NEW_CAMPAIGN: CampaignState = {differences: [], losses: NO_LOSSES, registered: null};

export function evolveCampaign(campaign: CampaignState, event: CampaignEvent): CampaignState {
  switch (event.type) {
    case 'TablesDiffer':
      return {...campaign, differences: event.data.differences};
    case 'LossesDiffer':
      return {...campaign, losses: addLoss(campaign.losses, event.data)};
    case 'CampaignRegistered': {
      const {text: _, ...registered} = event.data;
      return {...campaign, registered};
    }
    default:
      event satisfies never;
      return campaign;
  }
}

/** A loss is recorded once. */
export const recordLosses =
  (run: RunId, rows: GroupRows) =>
  ({losses}: CampaignState): CampaignEvent[] => {
    const loss = newLoss(losses, rows);
    return loss ? [{type: 'LossesDiffer', data: {run, ...loss}}] : [];
  };

/** A text that differs from the latest one is a new version; the same one is said already. */
export const register =
  (text: Omit<Registration, 'version'>) =>
  ({registered}: CampaignState): CampaignEvent[] =>
    registered?.sha256 === text.sha256
      ? []
      : [{type: 'CampaignRegistered', data: {version: (registered?.version ?? 0) + 1, ...text}}];
