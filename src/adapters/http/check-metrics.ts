import {Gauge, type Registry} from 'prom-client';
import {CHECK_STATES, type CheckResult} from '../../application/ports/check-result.ts';

/**
 * What the checks of doctor found: one series a check and state, so that an alert sees 0 before it sees 1; none before the
 * first look. One that is accepted is in the state `accepted` alone.
 */
export function checkMetrics(registers: Registry[]): (checks: readonly CheckResult[]) => void {
  const gauge = new Gauge({
    name: 'softcollection_check_state',
    help: '1 for the state of each check of doctor, asked hourly; accepted: named by DOCTOR_ACCEPT',
    labelNames: ['id', 'state'],
    registers,
  });
  return (checks) => {
    for (const {id, state: found, isAccepted} of checks) {
      const now = isAccepted ? 'accepted' : found;
      for (const state of [...CHECK_STATES, 'accepted']) gauge.set({id, state}, state === now ? 1 : 0);
    }
  };
}
