import oracledb, {type BindDefinition, type Connection} from 'oracledb';
import {toDate} from '../src/adapters/oracle/dates.ts';
import {GROUP_LETTERS, groupTheoryId, type Iin, type TheoryId} from '../src/domain/ids.ts';
import {type Table, tablesOf} from '../src/domain/tables.ts';
import type {OracleServer} from '../test/support/oracle-servers.ts';
import {onServer} from '../test/support/oracle-session.ts';
import {syntheticCampaigns} from './synthetic.ts';

/** A group's rows in one table, ready to be bound. */
export type BareGroup = {
  readonly database: 'dssb' | 'spss';
  readonly campaign: TheoryId;
  readonly table: Table;
  readonly rows: string[][];
};

/** One row of binds a person. */
export const PLAIN_INSERT = (table: string) =>
  `INSERT INTO ${table} (IIN, THEORY_ID, DATE_START, DATE_END, INSERT_DATETIME, TAB1, TAB2, TAB3, TAB4, TAB5)
VALUES (:1, :2, ${toDate(':3')}, ${toDate(':4')}, GREATEST(SYSDATE, ${toDate(':5')}), :6, :7, :8, :9, :10)`;

export const PLAIN_BINDS: BindDefinition[] = [50, 50, 19, 19, 19, 255, 255, 255, 255, 255].map((maxSize) => ({
  type: oracledb.DB_TYPE_VARCHAR,
  maxSize,
}));

/** The rows of a run without its allocation: a group is a slice of the source, as in the original. */
export function bareGroups(people: readonly Iin[], campaigns: number): BareGroup[] {
  const size = people.length / campaigns / GROUP_LETTERS.length;
  return syntheticCampaigns(campaigns).flatMap(({theoryId: campaign, name}, c) =>
    GROUP_LETTERS.flatMap((letter, g) => {
      const from = (c * GROUP_LETTERS.length + g) * size;
      const rest = [
        ...[groupTheoryId(campaign, letter), '2000-01-01 00:00:00', '2999-12-31 00:00:00', '2024-01-15 09:00:00'],
        ...[`Daily Distribution Group ${letter}`, 'Generated on 2024-01-15', `Count: ${size}`],
        ...[`Campaign: ${name}`, `Group Type: ${letter === 'A' ? 'Control' : 'Target'}`],
      ];
      const rows = people.slice(from, from + size).map((iin) => [iin, ...rest]);
      return tablesOf(letter).map(
        (table): BareGroup => ({database: table === 'SC_theory_users' ? 'spss' : 'dssb', campaign, table, rows}),
      );
    }),
  );
}

/** The same with all groups of a campaign in a table together, as a run writes them. */
export function byCampaign(groups: readonly BareGroup[]): BareGroup[] {
  const together = new Map<string, BareGroup>();
  for (const group of groups) {
    const key = `${group.campaign} ${group.table}`;
    together.set(key, {...group, rows: [...(together.get(key)?.rows ?? []), ...group.rows]});
  }
  return [...together.values()];
}

/** One database after the other, each on a session of its own. */
export async function eachTable(
  servers: Readonly<Record<'dssb' | 'spss', Pick<OracleServer, 'access' | 'mayErase'>>>,
  groups: readonly BareGroup[],
  write: (connection: Connection, group: BareGroup) => Promise<void>,
): Promise<void> {
  for (const database of ['dssb', 'spss'] as const) {
    await onServer(servers[database], async (connection) => {
      for (const group of groups.filter((it) => it.database === database)) await write(connection, group);
    });
  }
}
