/** A process that serves on this state; without another beat it is taken for dead from `until`, an ISO instant, on. */
export type LiveService = {readonly owner: string; readonly until: string};

/** Which processes serve on this state. None may have its state replaced: each holds what it has read of it. */
export type Heartbeats = {
  /** Says that a process serves, for so many ms. */
  beat(owner: string, forMs: number): Promise<void>;
  /** Says that it serves no more. */
  end(owner: string): Promise<void>;
  live(): Promise<readonly LiveService[]>;
};
