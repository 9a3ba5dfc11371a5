import type {TheoryId} from '../../domain/ids.ts';

/** A sealed piece of a group's roster. */
export type RosterPart = {readonly theoryId: TheoryId; readonly part: number; readonly sealed: Uint8Array};

/** Keeps sealed rosters and their wrapped keys; it can open neither. */
export type RosterStore = {
  /** Stores a whole roster or nothing; one that stands under this id is replaced. */
  save(rosterId: string, wrappedKey: Uint8Array, parts: Iterable<RosterPart>): Promise<void>;
  /** The wrapped key, or null when it was destroyed or never there. */
  wrappedKey(rosterId: string): Promise<Uint8Array | null>;
  /** Puts another wrapping in the place of a key that stands there; nothing where none does. */
  replaceKey(rosterId: string, wrappedKey: Uint8Array): Promise<void>;
  /** Of all rosters that can still be read. */
  ids(): Promise<readonly string[]>;
  /** The parts of a group, or of all, in order. */
  parts(rosterId: string, theoryId?: TheoryId): Promise<readonly RosterPart[]>;
  /** Makes the roster unreadable for good, on disk too. */
  destroyKey(rosterId: string): Promise<void>;
};
