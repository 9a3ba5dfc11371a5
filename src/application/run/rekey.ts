import {Failure} from '../failure.ts';
import {holdLease, type LeaseDeps} from '../hold-lease.ts';
import {isList} from './assignments/assignment-list.ts';
import type {RegisterDeps} from './enrolment/look.ts';
import {moveRegister} from './enrolment/register-keys.ts';
import type {RosterDeps} from './roster.ts';

/** How many keys of rosters and of lists were wrapped anew, and how many campaigns of the register were sealed anew. */
export type Rekeyed = {readonly rosters: number; readonly lists: number; readonly campaigns: number};

/** Puts all that is sealed under a former ROSTER_KEY under the present one, while no run goes on. May be repeated. */
export async function rekey(deps: LeaseDeps & RosterDeps & RegisterDeps, owner: string): Promise<Rekeyed> {
  const answer = await holdLease(deps, owner, async ({fence}) => ({
    ...(await rewrapKeys(deps)),
    campaigns: await moveRegister(deps, fence),
  }));
  if (answer.type === 'done') return answer.result;
  throw new Failure('fenced', `another run is active: ${answer.owner}`, {advice: 'try again once it has ended'});
}

async function rewrapKeys({rosters, cipher}: RosterDeps): Promise<Pick<Rekeyed, 'rosters' | 'lists'>> {
  const count = {rosters: 0, lists: 0};
  for (const rosterId of await rosters.ids()) {
    const wrapped = await rosters.wrappedKey(rosterId);
    const again = wrapped && cipher.rewrap(wrapped, rosterId);
    if (!again) continue;
    await rosters.replaceKey(rosterId, again);
    count[isList(rosterId) ? 'lists' : 'rosters']++;
  }
  return count;
}
