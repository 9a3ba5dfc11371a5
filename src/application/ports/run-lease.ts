export type LeaseAnswer =
  | {readonly type: 'acquired'; readonly epoch: number}
  | {readonly type: 'held'; readonly owner: string; readonly until: string};

/** The right to run, for one process at a time. Each acquisition has a greater epoch than all before it. */
export type RunLease = {
  acquire(owner: string, forMs: number): Promise<LeaseAnswer>;
  /** False when another has acquired it meanwhile. */
  renew(epoch: number, forMs: number): Promise<boolean>;
  /** Whether nobody has acquired it since. */
  isCurrent(epoch: number): Promise<boolean>;
  /** Gives it back at once; nothing happens when it is not ours any more. */
  release(epoch: number): Promise<void>;
};
