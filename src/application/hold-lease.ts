import {Failure} from './failure.ts';
import type {Clock} from './ports/clock.ts';
import type {LeaseAnswer, RunLease} from './ports/run-lease.ts';

export type LeaseDeps = {readonly lease: RunLease; readonly clock: Clock; readonly leaseMs: number};

/** The lease as its holder sees it. `fence` throws `fenced` when somebody else has it now. */
export type HeldLease = {readonly epoch: number; readonly fence: () => Promise<void>};

/** Works under the lease, renewing it meanwhile, or answers who holds it. */
export async function holdLease<Result>(
  {lease, clock, leaseMs}: LeaseDeps,
  owner: string,
  work: (held: HeldLease) => Promise<Result>,
): Promise<{type: 'done'; result: Result} | Extract<LeaseAnswer, {type: 'held'}>> {
  const answer = await lease.acquire(owner, leaseMs);
  if (answer.type === 'held') return answer;
  const {epoch} = answer;
  const fence = async () => {
    if (!(await lease.isCurrent(epoch))) throw new Failure('fenced', 'another process has taken the run over');
  };
  const stop = new AbortController();
  const renewing = renewUntil(stop.signal, {lease, clock, leaseMs}, epoch);
  try {
    return {type: 'done', result: await work({epoch, fence})};
  } finally {
    stop.abort();
    await renewing;
    // A lease that can't be given back runs out by itself; the work's own outcome matters more.
    await lease.release(epoch).catch(() => {});
  }
}

/** A failed renewal is tried again: what counts is the fence before each write. */
async function renewUntil(signal: AbortSignal, {lease, clock, leaseMs}: LeaseDeps, epoch: number): Promise<void> {
  for (;;) {
    await clock.sleep(leaseMs * 0.3, signal);
    if (signal.aborted) return;
    const ours = await lease.renew(epoch, leaseMs).catch(() => true);
    if (!ours) return;
  }
}
