/** A sealed list of people. `source` says whence they are known: a run's roster id, or a look at the tables. */
export type RegisterPart = {
  /** Names a campaign and the key its parts are sealed under. */
  readonly shelf: string;
  readonly source: string;
  readonly part: number;
  readonly sealed: Uint8Array;
};

/** Keeps who was dealt to running campaigns, as sealed parts that it cannot open. What a part means is not its business. */
export type EnrolmentRegister = {
  /** Stores parts one by one; one that stands in the same place is replaced. After an error, say it again. */
  add(parts: Iterable<RegisterPart>): Promise<void>;
  /** A shelf's parts by source, each source's in order; few are held in memory at a time. */
  parts(shelf: string): AsyncIterable<RegisterPart>;
  /** All shelves that hold anything. */
  shelves(): Promise<readonly string[]>;
  /** Takes these sources off a shelf, or, with null, everything. */
  remove(shelf: string, sources: readonly string[] | null): Promise<void>;
};
