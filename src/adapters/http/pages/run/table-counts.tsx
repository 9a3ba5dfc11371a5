import {DATABASE_NAMES} from '../../../../application/words/names.ts';
import type {GroupLetter} from '../../../../domain/ids.ts';
import type {RunReport} from '../../../../domain/run-report.ts';
import {databaseOf, TABLES, type Table, tablesOf} from '../../../../domain/tables.ts';
import type {PageContext} from '../page.ts';
import {Heads, ScrollTable} from '../scroll-table.tsx';

/** The three tables: what the plan wants in each, and what the end check counted. */
export function TableCounts({report, context: {words, format}}: {report: RunReport; context: PageContext}) {
  const {run} = words.page;
  return (
    <ScrollTable caption={run.tables}>
      <Heads heads={[run.table, run.planned, run.counted, run.difference]} numbers={1} />
      <tbody>
        {TABLES.map((table) => {
          const planned = plannedRows(report, table);
          const counted = countedRows(report, table);
          return (
            <tr key={table}>
              <th scope="row">
                {DATABASE_NAMES[databaseOf(table)]}.{table}
              </th>
              <td class="number">{format.number(planned)}</td>
              <td class="number">{counted === null ? run.notCounted : format.number(counted)}</td>
              <td class={`number ${counted === null ? 'waiting' : counted === planned ? 'done' : 'failed'}`}>
                {counted === null ? '–' : counted === planned ? '✓ 0' : `✕ ${format.number(counted - planned)}`}
              </td>
            </tr>
          );
        })}
      </tbody>
    </ScrollTable>
  );
}

function plannedRows({campaigns}: RunReport, table: Table): number {
  const groups = campaigns.flatMap((campaign) => Object.entries(campaign.groups));
  const ours = groups.filter(([letter]) => tablesOf(letter as GroupLetter).includes(table));
  return ours.reduce((sum, [, {users_count}]) => sum + users_count, 0);
}

function countedRows({verified}: RunReport, table: Table): number | null {
  return verified?.reduce((sum, it) => sum + (it.table === table ? it.rows : 0), 0) ?? null;
}
