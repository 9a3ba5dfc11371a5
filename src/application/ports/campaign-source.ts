import type {TheoryRow} from '../../domain/campaigns.ts';

/** Rows of SoftCollection_theories that are active by the database's clock, and those that end before they start. */
export type CampaignSource = () => Promise<readonly TheoryRow[]>;
