import type {NextWord} from '../../domain/draw.ts';
import type {RunId} from '../../domain/ids.ts';

/** What is derived from ASSIGNMENT_SECRET: each run's seed, and the key that digests are made with. */
export type AssignmentKeys = {
  /** 32 bytes as hex; the same for the same run. */
  seedOf(run: RunId): string;
  /** The keystream of a seed, from its beginning. */
  keystream(seed: string): NextWord;
  /** Names the digest key without revealing it. */
  readonly digestKey: string;
  /** Those of a former secret that is still known, by the name of its digest key. */
  former(digestKey: string): AssignmentKeys | null;
  /** HMAC over the parts, each ended by a line feed; hex. */
  digest(parts: Iterable<string>): string;
};
