/** An event as stored. `data` is plain JSON; `previousHash` chains it to the event before it in its stream. */
export type StoredEvent = {
  readonly id: string;
  readonly stream: string;
  /** From 1, without gaps. */
  readonly version: number;
  readonly type: string;
  /** Version of the shape of `data`. */
  readonly schema: number;
  readonly data: unknown;
  /** ISO instant. */
  readonly at: string;
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly actor: string;
  readonly previousHash: string | null;
};

export type AppendResult = {readonly type: 'appended'} | {readonly type: 'conflict'};

/** Which streams have moved on, each with its version, and how far the log goes. */
export type LogHeads = {readonly position: number; readonly versions: ReadonlyMap<string, number>};

export type EventStore = {
  /**
   * Appends all or nothing, after exactly `expectedVersion` events. `conflict` when the stream has moved on;
   * events that stand there already under the same ids count as appended.
   */
  append(stream: string, expectedVersion: number, events: readonly StoredEvent[]): Promise<AppendResult>;

  /** A stream's events after a version, in order; none for an unknown stream. */
  read(stream: string, afterVersion?: number): Promise<readonly StoredEvent[]>;

  /**
   * The streams with events after a position of the log, which is 0 before its first event, each with its version at
   * `upTo`, a later position, or as it stands. Whatever becomes visible later stands after the answered position, so that
   * nothing is missed; asked from the log's end, the answer is small.
   */
  heads(afterPosition: number, upTo?: number): Promise<LogHeads>;
};
