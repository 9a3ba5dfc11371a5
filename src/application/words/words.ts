import type {Warning, WarningKind} from '../../domain/warnings.ts';

/** What is said to people, in one language. */
export type Words = {
  readonly warnings: {readonly [Kind in WarningKind]: (warning: Warning<Kind>) => string};
};

export function sayWarning<Kind extends WarningKind>({warnings}: Words, warning: Warning<Kind>): string {
  const say: (it: Warning<Kind>) => string = warnings[warning.kind];
  return say(warning);
}
