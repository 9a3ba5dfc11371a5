/** Seals a roster under a key of its own, and that key under the installation's. Opening a forgery throws. */
export type RosterCipher = {
  newKey(): {wrapped: Uint8Array; key: RosterKey};
  unwrap(wrapped: Uint8Array): RosterKey;
  /** The same key under the installation's present one; null when it is already. */
  rewrap(wrapped: Uint8Array): Uint8Array | null;
};

/** `context` names what is sealed; it must be the same to open it. */
export type RosterKey = {
  seal(text: string, context: string): Uint8Array;
  open(sealed: Uint8Array, context: string): string;
};
