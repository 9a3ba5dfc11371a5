import type {IsoInstant} from '../../domain/ids.ts';
import {asFailure, type Failure} from '../failure.ts';
import type {TellDeps} from './tell-slots.ts';

/** Told after each look at the state store whether it could be reached. */
export type OutageWatch = {isBack(): void; isAway(failure: Failure): Promise<void>};

/**
 * When the grace of a slot ends while the state store is gone, no event can tell of it: the critical mail goes out directly,
 * once for a slot, and the dead-man's switch hears of it.
 */
export function watchOutage({clock, schedule, rules, notify, nextRun, ping, log}: TellDeps): OutageWatch {
  let lastGood = clock.now();
  let told: IsoInstant | null = null;
  return {
    isBack: () => {
      lastGood = clock.now();
    },
    isAway: async ({message, advice}) => {
      const now = clock.now();
      const slot = schedule.latest(now);
      // A look at the store after the slot has answered it.
      if (slot === null || slot === told || lastGood >= Date.parse(slot)) return;
      if (now < Date.parse(slot) + rules.graceMs) return;
      ping('fail');
      try {
        const at = new Date(now).toISOString() as IsoInstant;
        await notify({id: `outage.${slot}`, kind: 'outage', at, message, advice, nextRun: nextRun()});
        told = slot;
      } catch (error) {
        log.error({}, `The critical mail could not be sent: ${asFailure(error).message}`);
      }
    },
  };
}
