import type {TheoryRow} from '../../domain/campaigns.ts';

/** Rows of SoftCollection_theories that are active by the database's clock, and those that can never be. */
export type CampaignSource = () => Promise<readonly TheoryRow[]>;

/** THEORY_IDs whose end is today at 00:00 by the database's clock, as a date without a time is. */
export type EndedToday = () => Promise<readonly string[]>;
