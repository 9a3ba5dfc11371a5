/** The same in each version; what each asks is in `application/checks`, what it is called in `application/words`. */
export const CHECK_IDS = [
  ...(['SC-D01', 'SC-D02', 'SC-D03', 'SC-D04', 'SC-D05', 'SC-D06', 'SC-D07', 'SC-D08', 'SC-D09', 'SC-D10'] as const),
  ...(['SC-D11', 'SC-D12', 'SC-D13', 'SC-D14', 'SC-D15', 'SC-D16', 'SC-D17', 'SC-D18', 'SC-D19', 'SC-D20'] as const),
] as const;
export type CheckId = (typeof CHECK_IDS)[number];

/**
 * How a check went. `unknown`: what it asks for did not answer, which is neither good nor bad; `skipped`: not asked, since
 * another check that it hangs on failed, or this installation has nothing of the kind.
 */
export const CHECK_STATES = ['ok', 'warn', 'fail', 'unknown', 'skipped'] as const;
export type CheckState = (typeof CHECK_STATES)[number];

/** What a check makes of its facts. Texts are English and hold no secret and no IIN. */
export type Judgement = {
  readonly state: CheckState;
  readonly found: string;
  /** What should be there; null where that goes without saying. */
  readonly expected: string | null;
  /** What mends just this, such as a statement or a setting; null where the check's own words say all. */
  readonly mend: string | null;
  /** Something did not answer, so that this is no word on how it is. */
  readonly isAway: boolean;
};

export type CheckResult = Judgement & {
  readonly id: CheckId;
  /** Somebody knows of it: it changes no exit code and raises no alert. */
  readonly isAccepted: boolean;
  readonly ms: number;
};
