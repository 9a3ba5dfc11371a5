import {register} from '../../domain/campaign-events.ts';
import {campaignIdOf, GROUP_LETTERS, groupTheoryId, parseTheoryId, type TheoryId} from '../../domain/ids.ts';
import {scrub} from '../../domain/scrub.ts';
import {campaignStream, openCampaign} from '../events/campaign-stream.ts';
import type {StreamDeps} from '../events/event-stream.ts';
import {openCampaignEvent} from '../events/upcast.ts';
import {Failure} from '../failure.ts';
import {holdLease, type LeaseDeps} from '../hold-lease.ts';
import type {EventStore} from '../ports/event-store.ts';
import {type ReconcileRequest, requireReconciled} from './reconcile.ts';
import type {UnknownDeps} from './unknown-rows.ts';

/** A version of what a campaign was registered with; `at` is an ISO instant. */
export type RegisteredText = {
  readonly campaign: TheoryId;
  readonly version: number;
  readonly at: string;
  readonly by: string;
  readonly late: boolean;
  readonly sha256: string;
  readonly text: string;
};

export const MOST_REGISTERED_BYTES = 65_536;

/**
 * Lays down what a campaign is to find out, as a new version unless the latest one says the same; answers it. No run goes on
 * meanwhile, and a restored state is compared first, so that it is certain whether somebody had been dealt to it. `sha256` is of
 * the file that `text` was read from.
 */
export async function registerCampaign(
  deps: LeaseDeps & StreamDeps & UnknownDeps,
  request: ReconcileRequest & {campaign: string; text: string; sha256: string; owner: string},
): Promise<RegisteredText> {
  const {campaign: name, text, sha256, origin, owner} = request;
  const campaign = campaignIn(name);
  checkText(text);
  const answer = await holdLease(deps, owner, async () => {
    await requireReconciled(deps, request);
    const dealt = await deps.runs.groupTotals(GROUP_LETTERS.map((letter) => groupTheoryId(campaign, letter)));
    const stream = await openCampaign(deps, campaign, origin);
    await stream.record(register({text, sha256, late: dealt.size > 0}));
  });
  if (answer.type === 'held')
    throw new Failure('fenced', `another run is active: ${answer.owner}`, {advice: 'try again once it has ended'});
  return (await listRegistrations(deps.events, campaign)).at(-1)!;
}

/** All versions, the first one first. */
export async function listRegistrations(events: EventStore, name: string): Promise<RegisteredText[]> {
  const campaign = campaignIn(name);
  return (await events.read(campaignStream(campaign))).flatMap((stored) => {
    const event = openCampaignEvent(stored);
    if (event.type !== 'CampaignRegistered') return [];
    return [{campaign, at: stored.at, by: stored.actor, ...event.data}];
  });
}

function campaignIn(name: string): TheoryId {
  const id = parseTheoryId(name);
  if (id) return campaignIdOf(id);
  throw new Failure('usage', `${scrub(name)} is no campaign`, {advice: 'name its THEORY_ID, such as SC00000001'});
}

/** It is kept for good: what looks like a person's id is refused, not altered, so that the hash stays the file's. */
function checkText(text: string): void {
  const refuse = (message: string, advice: string) => new Failure('usage', message, {advice});
  if (text.trim() === '') throw refuse('the file has no text', 'write down hypothesis, outcome, groups and horizon');
  if (scrub(text) !== text)
    throw refuse('the text has what looks like the id of a person', 'take numbers of nine and more digits out of it');
}
