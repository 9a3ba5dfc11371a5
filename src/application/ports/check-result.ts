/**
 * How a check went. `unknown`: what it asks for did not answer, which is neither good nor bad; `skipped`: not asked, since
 * another check that it hangs on failed.
 */
export type CheckState = 'ok' | 'warn' | 'fail' | 'unknown' | 'skipped';

/** What one check found. Texts are English and hold no secret and no IIN; pages say the title in their own language. */
export type CheckResult = {
  /** The same in each version. */
  readonly id: `SC-D${number}`;
  readonly title: string;
  readonly state: CheckState;
  readonly found: string;
  /** What should be there; null where that goes without saying. */
  readonly expected: string | null;
  /** What a person can do about it; null when there is nothing to do. */
  readonly mend: string | null;
};
