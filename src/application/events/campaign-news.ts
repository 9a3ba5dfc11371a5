import type {Registration} from '../../domain/campaign-events.ts';
import {campaignIdOf, parseTheoryId, type TheoryId} from '../../domain/ids.ts';
import type {Warning} from '../../domain/warnings.ts';
import type {StoredEvent} from '../ports/event-store.ts';
import {openCampaignEvent} from './upcast.ts';

/** What a campaign was registered with last; `at` is an ISO instant. */
export type RegisteredLast = Registration & {readonly at: string; readonly by: string};

/** Those that name the campaign or a group of it, each once; what is folded over all its runs is told from there. */
export function warningsOf(campaign: TheoryId, warnings: readonly Warning[]): Warning[] {
  const own = warnings.filter((warning) => {
    if (warning.kind === 'tables_differ' || warning.kind === 'losses_differ' || !('theoryId' in warning)) return false;
    const theory = parseTheoryId(warning.theoryId);
    return theory !== null && campaignIdOf(theory) === campaign;
  });
  return [...new Map(own.map((warning) => [JSON.stringify(warning), warning])).values()];
}

/** Out of a campaign's own stream; null where nobody has laid anything down. */
export function lastRegistered(stored: readonly StoredEvent[]): RegisteredLast | null {
  const last = stored.findLast(({type}) => type === 'CampaignRegistered');
  const event = last && openCampaignEvent(last);
  return event?.type === 'CampaignRegistered' ? {...event.data, at: last!.at, by: last!.actor} : null;
}
