import {CHECK_IDS, type CheckId, type CheckResult} from '../../src/application/ports/check-result.ts';

/** A check that is fine, unless said otherwise. */
export function sampleCheck(id: CheckId, change: Partial<CheckResult> = {}): CheckResult {
  return {
    id,
    state: 'ok',
    found: 'as it should be',
    expected: null,
    mend: null,
    isAway: false,
    isAccepted: false,
    ms: 3,
    ...change,
  };
}

/** All of them, with one of each state. */
export const SAMPLE_CHECKS: readonly CheckResult[] = CHECK_IDS.map((id) => {
  if (id === 'SC-D06')
    return sampleCheck(id, {state: 'fail', found: 'ORA-12541: no listener', expected: 'an answer', isAway: true});
  if (id === 'SC-D12') return sampleCheck(id, {state: 'warn', found: 'its password has 9 days left', isAccepted: true});
  if (id === 'SC-D07') return sampleCheck(id, {state: 'unknown', found: 'no role'});
  return id === 'SC-D11' ? sampleCheck(id, {state: 'skipped', found: 'after SC-D06'}) : sampleCheck(id);
});
