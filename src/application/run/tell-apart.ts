import {type CarryOver, NO_GROUP} from '../../domain/carry-over.ts';
import type {AllocationRule} from '../../domain/group-allocator.ts';
import type {BusinessDate, Iin} from '../../domain/ids.ts';
import {columnsOf, isByFormerGroup, needMoreThanIds, stratifier, UNKNOWN} from '../../domain/strata.ts';
import type {UserIntake} from '../../domain/user-intake.ts';
import type {CampaignEnrolment} from './enrolment/find-enrolled.ts';
import {type FormerDeps, findFormer} from './enrolment/find-former.ts';

export type TellDeps = FormerDeps & {
  readonly allocation: AllocationRule;
  /** How many days back campaigns are asked that have ended; 0 for not at all. */
  readonly carryOverDays: number;
};

/** How a plan tells its people apart. */
export type ToldApart = {
  /** Null where nobody looked. */
  readonly carryOver: CarryOver | null;
  readonly stratumOf: (iin: Iin) => string;
  /** What strata say beyond a person's id, which only roster and list keep; null where the id says all. */
  readonly knownOf: ((iin: Iin) => string) | null;
};

/** `active`: the campaigns that people are dealt to, which are nobody's former ones. */
export async function tellApart(
  deps: TellDeps,
  intake: UserIntake,
  active: readonly CampaignEnrolment[],
  on: BusinessDate,
): Promise<ToldApart> {
  const {factors} = deps.allocation;
  const {carryOverDays: days} = deps;
  const former = days === 0 ? null : await findFormer(deps, intake.people, {active, on, days});
  const parts: ((iin: Iin) => string)[] = [];
  if (columnsOf(factors).length > 0) parts.push((iin) => intake.labelOf(iin) ?? UNKNOWN);
  if (isByFormerGroup(factors)) parts.push((iin) => former?.labelOf(iin) ?? NO_GROUP);
  const knownOf = needMoreThanIds(factors) ? (iin: Iin) => parts.map((part) => part(iin)).join(' / ') : null;
  const label = stratifier(factors);
  return {carryOver: former?.carryOver ?? null, stratumOf: (iin) => label(iin, knownOf?.(iin)), knownOf};
}
