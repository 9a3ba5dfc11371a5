import {STATE_STREAM} from '../events/state-stream.ts';
import {asFailure, Failure} from '../failure.ts';
import type {Clock} from '../ports/clock.ts';
import type {EventStore} from '../ports/event-store.ts';
import type {Heartbeats} from '../ports/heartbeats.ts';
import type {Log} from '../ports/log.ts';

export type HeartbeatDeps = {
  readonly heartbeats: Heartbeats;
  readonly events: EventStore;
  readonly clock: Clock;
  readonly owner: string;
  readonly log: Log;
};

const BEAT_MS = 20_000;
/** A process that was killed holds up a restoring that long. */
const LIVE_MS = 60_000;

/**
 * Says that this process serves, so that nobody replaces its state, until it stops. Where it was too long asleep for that, and a
 * backup has come, `refuse` is told: what this process has read of the state is of another one.
 */
export async function keepBeating(
  deps: HeartbeatDeps,
  stopping: AbortSignal,
  refuse: (failure: Failure) => void,
): Promise<void> {
  const {heartbeats, owner, clock, log} = deps;
  let first: string | null | undefined;
  while (!stopping.aborted) {
    try {
      await heartbeats.beat(owner, LIVE_MS);
      const latest = await latestRestore(deps.events);
      if (first === undefined) first = latest;
      if (latest !== first) return refuse(replaced());
    } catch (error) {
      log.debug({}, asFailure(error).message);
    }
    await clock.sleep(BEAT_MS, stopping);
  }
  await heartbeats.end(owner).catch(() => {});
}

/** The id of the mark that the latest backup came with. */
async function latestRestore(events: EventStore): Promise<string | null> {
  const stored = await events.read(STATE_STREAM);
  return stored.findLast(({type}) => type === 'StateRestored')?.id ?? null;
}

function replaced(): Failure {
  return new Failure('unexpected', 'a backup was restored in the place of the state while this service was at work', {
    advice: 'start it again: it then goes on from what was restored',
  });
}
