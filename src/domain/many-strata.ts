import type {Allocation, AllocationMethod} from './group-allocator.ts';
import type {Warning} from './warnings.ts';

/** Fewer people to a stratum than this, one a group, cannot be spread evenly. */
const PEOPLE_A_STRATUM = 5;

/** A word on strata that are too many for a campaign's people of the day, or none. */
export function manyStrataWarning({strata, plan}: Allocation, method: AllocationMethod): Warning[] {
  const used = strata?.labels.length ?? 0;
  const people = Math.min(...plan.map(({total}) => total));
  return method === 'stratified' && used * PEOPLE_A_STRATUM > people
    ? [{kind: 'many_strata', strata: used, people}]
    : [];
}
