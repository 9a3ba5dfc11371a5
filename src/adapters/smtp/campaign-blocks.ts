import {GROUP_LETTERS, type GroupLetter} from '../../domain/ids.ts';
import type {CampaignReport, GroupReport, RunReport} from '../../domain/run-report.ts';
import {databaseOf, tablesOf} from '../../domain/tables.ts';
import {type Block, type Cell, heading, type Table} from './letter.ts';
import {oneLine} from './one-line.ts';
import {count, grouped, USERS} from './russian.ts';
import {fullTableName} from './words.ts';

const COLUMNS: Table['columns'] = [
  {label: 'Группа', width: '21%', align: 'left'},
  {label: 'THEORY_ID', width: '21%', align: 'left'},
  {label: 'По плану', width: '14%', align: 'right'},
  {label: 'Записано в таблицы', width: '44%', align: 'left'},
];

/** Each campaign with its groups: how many people, in which tables. */
export function campaignBlocks({campaigns}: RunReport): Block[] {
  return campaigns.length === 0 ? [] : [heading('Кампании и группы'), ...campaigns.flatMap(oneCampaign)];
}

function oneCampaign({theory_id, theory_name, total_users, groups}: CampaignReport): Block[] {
  return [
    {
      type: 'campaign',
      text: `${theory_id} — ${count(total_users, USERS)}`,
      name: `«${oneLine(theory_name) || 'без названия'}»`,
    },
    {
      type: 'table',
      columns: COLUMNS,
      rows: GROUP_LETTERS.flatMap((letter) => (groups[letter] ? [groupRow(letter, groups[letter])] : [])),
    },
  ];
}

function groupRow(letter: GroupLetter, {theory_id, users_count, written}: GroupReport): Cell[] {
  return [
    `${letter} ${letter === 'A' ? '(контрольная)' : '(целевая)'}`,
    theory_id,
    grouped(users_count),
    tablesOf(letter).map((table) => `${fullTableName(table)}: ${grouped(written[databaseOf(table)])}`),
  ];
}
