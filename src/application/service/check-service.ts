import type {CheckResult} from '../ports/check-result.ts';
import {type Clocks, clockOffsets, offsetWarning, TOLERANCE_MS} from './check-clocks.ts';
import type {PartState} from './check-parts.ts';

export type Parts = Readonly<Record<'dssb_app' | 'spss' | 'state' | 'scheduler', PartState>>;

const PARTS = [
  ['SC-D05', 'DSSB_APP answers', 'dssb_app'],
  ['SC-D06', 'SPSS answers', 'spss'],
  ['SC-D14', 'the state store answers', 'state'],
  ['SC-D16', 'the schedule can be read', 'scheduler'],
] as const;

/** What a running service can tell of itself over the connections that it has: no login is made for it. */
export async function checkService(parts: () => Promise<Parts>, clocks: Clocks): Promise<CheckResult[]> {
  const [states, clock] = await Promise.all([parts(), checkClock(clocks)]);
  const answers = PARTS.map(([id, title, part]) => describePart({id, title}, states[part]));
  return [...answers, clock].toSorted((a, b) => a.id.localeCompare(b.id));
}

function describePart(
  check: Pick<CheckResult, 'id' | 'title'>,
  {connected, message, latency_ms}: PartState,
): CheckResult {
  if (connected) return {...check, state: 'ok', found: `${latency_ms} ms`, expected: null, mend: null};
  const mend = 'see that it is up and that this machine reaches it; `softcollection config` prints its address';
  return {...check, state: 'fail', found: message, expected: 'an answer', mend};
}

async function checkClock(clocks: Clocks): Promise<CheckResult> {
  const check = {id: 'SC-D13', title: 'all clocks agree'} as const;
  const expected = `within ${TOLERANCE_MS / 1000} s of this machine's clock`;
  const offsets = await clockOffsets(clocks);
  const asked = offsets.filter(({ms}) => ms !== null);
  const warnings = offsets.flatMap((it) => offsetWarning(it, clocks.zone) ?? []);
  if (warnings.length > 0) {
    const mend = 'set the clocks, or the zone of the one that is wrong: NTP on every host, SCHEDULE_TIMEZONE here';
    return {...check, state: 'warn', found: warnings.join('; '), expected, mend};
  }
  if (asked.length === 0) return {...check, state: 'unknown', found: 'no other clock answered', expected, mend: null};
  const found = asked.map(({name, ms}) => `${name}: ${Math.round((ms ?? 0) / 1000)} s`).join(', ');
  return {...check, state: 'ok', found, expected, mend: null};
}
