import type {Iin} from '../../domain/ids.ts';

/** Two words a person, one person after the other: a keyed fingerprint of 64 bits. */
export type Fingerprints = Uint32Array;

/** What the enrolment register is made with: it outlives each run's roster, so its keys are the installation's. */
export type EnrolmentCipher = {
  /** Names the key without revealing it. */
  readonly keyName: string;
  /** Those of the installation's former keys. */
  readonly former: readonly EnrolmentCipher[];
  /** What fingerprints are made with. It outlives a change of the key: nobody's id is known any more to make them anew. */
  readonly printKey: Uint8Array;
  /** This key, over fingerprints of another. */
  printingAs(printKey: Uint8Array): EnrolmentCipher;
  /** The same for the same id under the same print key. */
  fingerprints(ids: readonly Iin[]): Fingerprints;
  /** `context` names what is sealed; it must be the same to open it. Opening a forgery throws. */
  seal(plain: Uint8Array, context: string): Uint8Array;
  open(sealed: Uint8Array, context: string): Uint8Array;
};
