import type {Installation} from './installation.ts';
import {campaignRows, type SampleUsers, sampleUsers, writeCsv} from './sample-csv.ts';

/** Imports so many active campaigns and these people (or so many); `by: at.run` with the real command. Answers the people. */
export async function fill(
  at: Installation,
  {
    people = 300,
    campaigns = 5,
    by = at.here,
  }: {people?: number | SampleUsers; campaigns?: number; by?: Installation['run'] | Installation['here']} = {},
): Promise<SampleUsers> {
  const users = typeof people === 'number' ? sampleUsers(people) : people;
  at.write('users.csv', writeCsv(users.rows));
  at.write('campaigns.csv', writeCsv(campaignRows(campaigns), {bom: true, lineEnd: '\r\n', quoteAll: true}));
  for (const table of ['campaigns', 'users']) {
    const {code, err} = await by(['import', table, at.inFolder(`${table}.csv`)]);
    if (code !== 0) throw new Error(`an import ended with ${code}: ${err}`);
  }
  return users;
}

/** n over so many places by the contract's rule: the last ones get one more. */
export function split(n: number, places: number): number[] {
  return Array.from({length: places}, (_, i) => Math.floor(n / places) + (i >= places - (n % places) ? 1 : 0));
}

/** The rows that so many people make under each group's THEORY_ID, by table; empty groups are left out. */
export function expectedCounts(people: number, campaigns: readonly string[]) {
  const sizes = split(people, campaigns.length).flatMap((total, i) =>
    split(total, 5).map((size, letter) => ({theoryId: `${campaigns[i]}.${letter + 1}`, control: letter === 0, size})),
  );
  const counts = (control: boolean): Record<string, number> =>
    Object.fromEntries(
      sizes.filter((it) => it.control === control && it.size > 0).map(({theoryId, size}) => [theoryId, size]),
    );
  return {SC_local_control: counts(true), SC_local_target: counts(false), SC_theory_users: counts(false)};
}
