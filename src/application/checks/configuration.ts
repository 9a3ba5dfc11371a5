import type {Judgement} from '../ports/check-result.ts';
import {fail, ok, warned} from './judgement.ts';

/** What reading the configuration came to; texts hold no secret. */
export type ConfigurationFacts = {
  readonly faults: readonly string[];
  readonly warnings: readonly string[];
  /** Such as `STORAGE=oracle STATE=mongodb`. */
  readonly summary: string;
};

/** SC-D01: the service would start with it. */
export function judgeConfiguration({faults, warnings, summary}: ConfigurationFacts): Judgement {
  if (faults.length > 0) return fail(faults.join('; '), {expected: 'values as softcollection config lists them'});
  return warnings.length > 0 ? warned(warnings.join('; ')) : ok(summary);
}
