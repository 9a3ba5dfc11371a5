import {type Campaign, groupCampaigns, type TheoryRow} from '../../domain/campaigns.ts';
import type {WallTime} from '../../domain/ids.ts';
import {safetyStop} from '../../domain/safety-stop.ts';
import {wallTime} from '../../domain/wall-time.ts';
import {counted} from '../english.ts';
import type {Asked} from '../ports/check-facts.ts';
import type {Judgement} from '../ports/check-result.ts';
import {ok, skipped, together, warned} from './judgement.ts';

export type NextLoad = {
  readonly rows: Asked<readonly TheoryRow[]>;
  readonly users: Asked<number>;
  /** Sizes of the latest completed runs, newest first; null where the state store did not tell. */
  readonly recent: readonly number[] | null;
  readonly maxUsers: number;
  readonly countDay: string;
  readonly now: number;
  readonly zone: string;
};

/** SC-D20: what the next run would find, were it now. */
export function judgeNextLoad(load: NextLoad): Judgement {
  if (!('value' in load.rows) || !('value' in load.users))
    return skipped('the sources were not read: after SC-D05, SC-D06, SC-D08');
  const {campaigns, warnings} = groupCampaigns(load.rows.value);
  const users = load.users.value;
  const faults: Judgement[] = [];
  if (campaigns.length === 0) faults.push(warned('no campaign is active', SKIPPED));
  const ending = campaigns.filter(({endDate}) => endDate < soon(load));
  if (ending.length > 0)
    faults.push(warned(`ends within ${ENDING_DAYS} days: ${namesOf(ending)}`, {mend: 'nothing, if that is meant'}));
  if (warnings.length > 0)
    faults.push(
      warned(`${counted(warnings.length, 'row')} of SoftCollection_theories cannot be used`, {
        mend: 'softcollection preview names them',
      }),
    );
  if (users === 0) faults.push(warned(`COUNT_DAY = ${load.countDay} has 0 rows now`, SKIPPED));
  const stop = safetyStop(users, load, load.recent ?? []);
  if (stop)
    faults.push(warned(stop, {expected: 'fewer: the next run would stop', mend: 'see whether the load is right'}));
  if (faults.length > 0) return together(faults);
  const known = `${counted(campaigns.length, 'campaign')}, COUNT_DAY = ${load.countDay} has ${counted(users, 'row')}`;
  return ok(load.recent ? known : `${known}; former sizes are not known`);
}

const ENDING_DAYS = 3;
const DAY_MS = 86_400_000;
const SKIPPED = {expected: 'some: the next run would be skipped', mend: 'nothing, if the load is still to come'};

function soon({now, zone}: NextLoad): WallTime {
  return wallTime(now + ENDING_DAYS * DAY_MS, zone);
}

function namesOf(campaigns: readonly Campaign[]): string {
  return campaigns.map(({theoryId, endDate}) => `${theoryId} (${endDate.slice(0, 10)})`).join(', ');
}
