import {type CampaignEvent, type CampaignState, evolveCampaign, NEW_CAMPAIGN} from '../../domain/campaign-events.ts';
import type {TheoryId} from '../../domain/ids.ts';
import type {Origin} from './event-envelope.ts';
import {type EventStream, openStream, type StreamDeps} from './event-stream.ts';
import {openCampaignEvent} from './upcast.ts';

const PREFIX = 'campaign-';

export type CampaignStream = EventStream<CampaignState, CampaignEvent>;

/** The stream of one campaign: what was found of it beside its runs. */
export function openCampaign(deps: StreamDeps, campaign: TheoryId, origin: Origin): Promise<CampaignStream> {
  const shape = {
    name: campaignStream(campaign),
    initial: NEW_CAMPAIGN,
    evolve: evolveCampaign,
    open: openCampaignEvent,
  };
  return openStream<CampaignState, CampaignEvent>(deps, shape, origin);
}

export function campaignStream(campaign: TheoryId): string {
  return `${PREFIX}${campaign}`;
}

export function isCampaignStream(stream: string): boolean {
  return stream.startsWith(PREFIX);
}
