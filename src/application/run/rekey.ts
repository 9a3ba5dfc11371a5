import {Failure} from '../failure.ts';
import {holdLease, type LeaseDeps} from '../hold-lease.ts';
import type {RegisterDeps} from './enrolment/look.ts';
import {moveRegister} from './enrolment/register-keys.ts';
import type {RosterDeps} from './roster.ts';

/** How many keys of rosters were wrapped anew, and how many campaigns of the register were sealed anew. */
export type Rekeyed = {readonly rosters: number; readonly campaigns: number};

/** Puts all that is sealed under a former ROSTER_KEY under the present one, while no run goes on. May be repeated. */
export async function rekey(deps: LeaseDeps & RosterDeps & RegisterDeps, owner: string): Promise<Rekeyed> {
  const answer = await holdLease(deps, owner, async ({fence}) => ({
    rosters: await rewrapRosters(deps),
    campaigns: await moveRegister(deps, fence),
  }));
  if (answer.type === 'done') return answer.result;
  throw new Failure('fenced', `another run is active: ${answer.owner}`, {advice: 'try again once it has ended'});
}

async function rewrapRosters({rosters, cipher}: RosterDeps): Promise<number> {
  let count = 0;
  for (const rosterId of await rosters.ids()) {
    const wrapped = await rosters.wrappedKey(rosterId);
    const again = wrapped && cipher.rewrap(wrapped);
    if (!again) continue;
    await rosters.replaceKey(rosterId, again);
    count++;
  }
  return count;
}
