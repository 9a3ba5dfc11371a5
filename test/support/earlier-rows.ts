import type {Installation} from './installation.ts';
import {insertRows} from './installed-rows.ts';
import {sampleUsers} from './sample-csv.ts';

type Tabs = readonly (string | null)[];

const own = (name: string): Tabs => [1, 2, 3, 4, 5].map((n) => `${name} ${n}`);
const generated = ['Daily Distribution Group E', 'Generated on 2024-01-15', 'Count: 5', 'Campaign: Old', 'by hand'];

/** How many of today's people stand under active campaigns already. */
export const ENROLLED = 30;
/** The groups whose SPSS rows are not as many as those in the target table. */
export const DIFFERENT = ['SC00000002.3', 'SC00000003.2'];

/** What the new rows of those groups must have in TAB1-TAB5. */
export const TABS_TO_COME = (today: string, newInGroup: number): Record<string, Tabs> => ({
  'SC00000001.1': own('lowest id'),
  'SC00000002.3': own('day 1'),
  'SC00000003.2': ['я'.repeat(127), null, 'x', 'y', 'z'],
  'SC00000004.5': [
    'Daily Distribution Group E',
    `Generated on ${today}`,
    `Count: ${newInGroup}`,
    'Campaign: Звонок\tробота 🤖',
    'by hand',
  ],
});

/** Fills the group tables with rows from before; needs 50 of today's people. */
export function addEarlierRows(at: Installation, people: readonly string[]): void {
  const first = people.slice(0, 10).toSorted();
  const [second, third, past] = [people.slice(10, 20), people.slice(20, 30), people.slice(30, 50)];
  const strangers = sampleUsers(5, 9).ids;
  insertRows(at, 'SC_local_control', [
    // The two earliest come last and at the same second: the lower id decides.
    ...first
      .map((id, i) =>
        row(id, 'SC00000001.1', i < 2 ? '2024-01-01' : '2024-02-01', own(i === 0 ? 'lowest id' : 'not it')),
      )
      .reverse(),
    ...past.slice(0, 10).map((id) => row(id, 'SC00000006.1', '2019-05-01', own('past'))),
  ]);
  insertRows(at, 'SC_local_target', [
    // A row without a time counts as the latest.
    ...second.map((id, i) => row(id, 'SC00000002.3', i === 0 ? null : `2024-01-0${i}`, own(`day ${i}`))),
    ...third.map((id) => row(` ${id}  `, 'SC00000003.2', '2024-01-01', ['я'.repeat(200), null, 'x', 'y', 'z'])),
    ...past.slice(10).map((id) => row(id, 'SC00000006.2', '2019-05-01', own('past'))),
    ...strangers.map((id) => row(id, 'SC00000004.5', '2024-01-15', generated)),
  ]);
  insertRows(at, 'SC_theory_users', [
    ...second.slice(5).map((id) => row(id, 'SC00000002.3', '2024-01-01', own('of SPSS'))),
    ...strangers.map((id) => row(id, 'SC00000004.5', '2024-01-15', generated)),
  ]);
}

function row(iin: string, theoryId: string, day: string | null, tabs: Tabs): unknown[] {
  return [iin, theoryId, '2020-01-01 00:00:00', '2099-12-31 23:59:59', day && `${day} 10:00:00`, ...tabs];
}
