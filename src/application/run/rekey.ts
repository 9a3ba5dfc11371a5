import {Failure} from '../failure.ts';
import {holdLease, type LeaseDeps} from '../hold-lease.ts';
import type {RosterCipher} from '../ports/roster-cipher.ts';
import {isList} from './assignments/assignment-list.ts';
import type {RegisterDeps} from './enrolment/look.ts';
import {moveRegister} from './enrolment/register-keys.ts';
import type {RosterDeps} from './roster.ts';

/** How many keys of rosters and of lists were wrapped anew, and how many campaigns of the register were sealed anew. */
export type Rekeyed = {readonly rosters: number; readonly lists: number; readonly campaigns: number};

type Rewrapped = Pick<Rekeyed, 'rosters' | 'lists'> & {readonly closed: readonly string[]};

/**
 * Puts all that is sealed under a former ROSTER_KEY under the present one, while no run goes on. May be repeated. What none
 * of the keys opens stays as it is; once the rest is moved, a Failure names it.
 */
export async function rekey(deps: LeaseDeps & RosterDeps & RegisterDeps, owner: string): Promise<Rekeyed> {
  const answer = await holdLease(deps, owner, async ({fence}) => ({
    ...(await rewrapKeys(deps)),
    campaigns: await moveRegister(deps, fence),
  }));
  if (answer.type !== 'done') {
    throw new Failure('fenced', `another run is active: ${answer.owner}`, {advice: 'try again once it has ended'});
  }
  const {closed, ...rekeyed} = answer.result;
  if (closed.length > 0) throw stayedClosed(closed);
  return rekeyed;
}

async function rewrapKeys({rosters, cipher}: RosterDeps): Promise<Rewrapped> {
  const count = {rosters: 0, lists: 0};
  const closed: string[] = [];
  for (const rosterId of await rosters.ids()) {
    const wrapped = await rosters.wrappedKey(rosterId);
    const again = wrapped && rewrapped(cipher, wrapped, rosterId);
    if (again === CLOSED) closed.push(rosterId);
    else if (again) {
      await rosters.replaceKey(rosterId, again);
      count[isList(rosterId) ? 'lists' : 'rosters']++;
    }
  }
  return {...count, closed};
}

const CLOSED = 'closed';

/** Null for a key that stands under the present one. */
function rewrapped(cipher: RosterCipher, wrapped: Uint8Array, rosterId: string): Uint8Array | null | typeof CLOSED {
  try {
    return cipher.rewrap(wrapped, rosterId);
  } catch {
    return CLOSED;
  }
}

const NAMED = 5;

function stayedClosed(ids: readonly string[]): Failure {
  const more = ids.length > NAMED ? ` and ${ids.length - NAMED} more` : '';
  const message = `no key opens ${ids.slice(0, NAMED).join(', ')}${more}; all else was sealed anew`;
  const advice =
    'name the key they were sealed under in ROSTER_KEY_OLD and say it again; if there is none, they are damaged';
  return new Failure('configuration', message, {advice});
}
