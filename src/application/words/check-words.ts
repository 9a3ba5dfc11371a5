import type {CheckId} from '../ports/check-result.ts';

/** What a check is called; and where it finds something, what that means, what to do about it, and who can. */
export type CheckWords = Readonly<
  Record<CheckId, {readonly title: string; readonly means: string; readonly mend: string; readonly who: string}>
>;
