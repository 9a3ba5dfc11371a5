import {cached} from '../../application/cached.ts';
import {readAccess} from '../../application/events/access-stream.ts';
import {Failure} from '../../application/failure.ts';
import type {Clock} from '../../application/ports/clock.ts';
import type {EventStore} from '../../application/ports/event-store.ts';
import {within} from '../../application/within.ts';
import {type Access, isWithdrawn, type TokenName} from '../../domain/access.ts';

/** How long a withdrawn token may still be taken, at most. */
const KNOWN_FOR_MS = 5_000;
/** Of the 3 s that a request may wait for the state store. */
const PATIENCE_MS = 1_000;

/**
 * Whether a token was withdrawn, as of some seconds ago: the state store is asked once for all requests of that time. While
 * it is away, what was last known goes on to count; whoever has never known anything rejects.
 */
export function withdrawnTokens(events: EventStore, clock: Clock): (token: TokenName) => Promise<boolean> {
  let last: Access | null = null;
  const read = cached(
    async () => {
      const fresh = await within(clock, PATIENCE_MS, readAccess(events)).catch((error: unknown) => {
        if (last) return last;
        throw error;
      });
      last = fresh ?? last;
      if (last === null) throw new Failure('unreachable', 'the state store does not answer');
      return last;
    },
    clock,
    KNOWN_FOR_MS,
  );
  return async (token) => isWithdrawn(await read(), token);
}
