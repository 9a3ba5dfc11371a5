import type {TableDifference, TablesDiffer} from './table-differences.ts';

/** The events of a stream such as `campaign-SC00000001`: a storage format, like those of a run. */
export type CampaignEvent = TablesDiffer | {readonly type: 'CampaignRegistered'; readonly data: Registration};

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

/** What is known of a campaign beside its runs: the differences that people were told of, and its latest registration. */
export type CampaignState = {
  readonly differences: readonly TableDifference[];
  readonly registered: Omit<Registration, 'text'> | null;
};

export const NEW_CAMPAIGN: CampaignState = {differences: [], registered: null};

export function evolveCampaign(campaign: CampaignState, event: CampaignEvent): CampaignState {
  if (event.type === 'TablesDiffer') return {...campaign, differences: event.data.differences};
  const {text: _, ...registered} = event.data;
  return {...campaign, registered};
}

/** A text that differs from the latest one is a new version; the same one is said already. */
export const register =
  (text: Omit<Registration, 'version'>) =>
  ({registered}: CampaignState): CampaignEvent[] =>
    registered?.sha256 === text.sha256
      ? []
      : [{type: 'CampaignRegistered', data: {version: (registered?.version ?? 0) + 1, ...text}}];
