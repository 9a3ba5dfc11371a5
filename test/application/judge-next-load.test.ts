import {judgeNextLoad, type NextLoad} from '../../src/application/checks/next-load.ts';
import type {TheoryRow} from '../../src/domain/campaigns.ts';
import type {WallTime} from '../../src/domain/ids.ts';
import {AWAY, expectSaid, NOW, ZONE} from '../support/said-of-checks.ts';

describe('what is said of the next load', () => {
  it('is what it would find, were it now', () => {
    const row: TheoryRow = {
      theoryId: 'SC00000001',
      name: 'One',
      startDate: '2026-01-01 00:00:00' as WallTime,
      endDate: '2027-12-31 00:00:00' as WallTime,
    };
    const load = (change: Partial<NextLoad>) =>
      judgeNextLoad({
        ...{rows: {value: [row]}, users: {value: 23}, recent: [20, 21], maxUsers: 1_000, countDay: '5', now: NOW},
        zone: ZONE,
        ...change,
      });
    const ends = (...dates: string[]) =>
      load({rows: {value: dates.map((it, n) => ({...row, theoryId: `SC0000000${n + 1}`, endDate: it as WallTime}))}});
    const meant = '|  | nothing, if that is meant';
    const known = 'ok: 1 campaign, COUNT_DAY = 5 has 23 rows';
    const none = '| some: the next run would be skipped | nothing, if the load is still to come';
    const stop = '| fewer: the next run would stop | see whether the load is right';
    expectSaid([
      [load({}), `${known} |  | `],
      [load({recent: null}), `${known}; former sizes are not known |  | `],
      [load({rows: {failure: AWAY}}), 'skipped: the sources were not read: after SC-D05, SC-D06, SC-D08 |  | '],
      [load({users: {failure: AWAY}}), 'skipped: the sources were not read: after SC-D05, SC-D06, SC-D08 |  | '],
      [load({rows: {value: []}}), `warn: no campaign is active ${none}`],
      [load({users: {value: 0}}), `warn: COUNT_DAY = 5 has 0 rows now ${none}`],
      // In three days, to the minute, it is 09:30 in Almaty.
      [ends('2026-11-30 09:30:00'), `${known} |  | `],
      [ends('2026-11-30 09:29:59'), `warn: ends within 3 days: SC00000001 (2026-11-30) ${meant}`],
      [
        ends('2026-11-30 09:29:59', '2026-11-29 00:00:00'),
        `warn: ends within 3 days: SC00000001 (2026-11-30), SC00000002 (2026-11-29) ${meant}`,
      ],
      [
        load({rows: {value: [row, {...row, theoryId: 'XX'}]}}),
        'warn: 1 row of SoftCollection_theories cannot be used |  | softcollection preview names them',
      ],
      [load({users: {value: 1_001}}), `warn: 1001 users are more than MAX_USERS=1000 ${stop}`],
      [
        load({users: {value: 999}}),
        `warn: 999 users are more than 10 times the median (20.5) of the last 2 completed runs ${stop}`,
      ],
      [load({users: {value: 999}, recent: null}), 'ok: 1 campaign, COUNT_DAY = 5 has 999 rows; former sizes are not known |  | '], // biome-ignore format: a row
    ]);
  });
});
