export type LeaseAnswer =
  | {readonly type: 'acquired'; readonly epoch: number}
  | {readonly type: 'held'; readonly owner: string; readonly until: string};

/** No lease is for longer: one that seems to be was given by a clock that has been set back since, and is free. */
export const LONGEST_LEASE_MS = 600_000;

/** The right to run, for one process at a time. Each acquisition has a greater epoch than all before it. */
export type RunLease = {
  acquire(owner: string, forMs: number): Promise<LeaseAnswer>;
  /** False when it was given back, or another has acquired it meanwhile. */
  renew(epoch: number, forMs: number): Promise<boolean>;
  /** Whether nobody has acquired it since. */
  isCurrent(epoch: number): Promise<boolean>;
  /** Gives it back at once; nothing happens when it is not ours any more. */
  release(epoch: number): Promise<void>;
  /** The next acquisition has a greater epoch than this one too. Whoever holds the lease loses it. */
  skipTo(epoch: number): Promise<void>;
};
