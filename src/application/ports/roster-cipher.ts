/** Seals a roster under a key of its own, and that key under the installation's. Opening a forgery throws. */
export type RosterCipher = {
  newKey(rosterId: string): {wrapped: Uint8Array; key: RosterKey};
  /** A key that was wrapped for another roster does not open, unless an older version wrapped it: for any. */
  unwrap(wrapped: Uint8Array, rosterId: string): RosterKey;
  /** The same key for this roster under the installation's present one; null when it is already. */
  rewrap(wrapped: Uint8Array, rosterId: string): Uint8Array | null;
};

/** `context` names what is sealed; it must be the same to open it. */
export type RosterKey = {
  seal(text: string, context: string): Uint8Array;
  open(sealed: Uint8Array, context: string): string;
};
