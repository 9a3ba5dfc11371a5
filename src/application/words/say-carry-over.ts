import type {CarryOverReport} from '../../domain/carry-over.ts';
import type {PageWords} from './page-ru.ts';

/** How many of a run's people were in campaigns that have ended, and how far back that is known. */
export function sayCarryOver(page: PageWords, {people, campaigns, days}: CarryOverReport): string {
  const {none, some} = page.carryOver;
  const term = page.days(days);
  return people === 0 ? none(term) : some(page.users(people), page.campaigns(campaigns), term);
}
