import {CAMPAIGNS, countOf, formatNumber, percent, USERS} from '../../../application/words/russian.ts';
import {cutText} from '../../../domain/graphemes.ts';
import {GROUP_LETTERS, type GroupLetter} from '../../../domain/ids.ts';
import type {CampaignReport, RunReport, VerifiedCount} from '../../../domain/run-report.ts';
import {type Database, tablesOf} from '../../../domain/tables.ts';
import {type Block, type Campaigns, heading, paragraph} from './letter.ts';
import {oneLine} from './one-line.ts';

/** With more campaigns than so many, long names are cut. */
const FEW_CAMPAIGNS = 20;
const NAME_LENGTH = 40;

type Line = Campaigns['rows'][number]['lines'][number];

/** Each campaign with its groups: how many people today and, once they are counted, in all. */
export function campaignBlocks({campaigns, verified}: RunReport, most: number): Block[] {
  if (campaigns.length === 0) return [];
  const totals = verified && totalsByGroup(verified);
  const more = campaigns.length - most;
  return [
    heading('Кампании и группы'),
    paragraph(
      'A — контрольная группа: DSSB_APP.SC_local_control. B–E — целевые: DSSB_APP.SC_local_target и SPSS.SC_theory_users. THEORY_ID группы — номер кампании с окончанием от .1 (A) до .5 (E).',
    ),
    ...(totals ? [paragraph(SHARES)] : []),
    {
      type: 'campaigns',
      columns: GROUP_LETTERS,
      rows: campaigns.slice(0, most).map((campaign) => ({
        title: `${campaign.theory_id} — ${countOf(campaign.total_users, USERS)}`,
        name: `«${nameOf(campaign, campaigns.length)}»`,
        lines: totals ? countedLines(campaign, totals) : writtenLines(campaign),
      })),
    },
    ...(more > 0 ? [paragraph(`И ещё ${countOf(more, CAMPAIGNS)} — во вложении.`)] : []),
  ];
}

function nameOf({theory_name}: CampaignReport, campaigns: number): string {
  const name = oneLine(theory_name);
  const shown = campaigns > FEW_CAMPAIGNS ? cutText(name, NAME_LENGTH) : name;
  return (shown === name ? name : `${shown}…`) || 'без названия';
}

const SHARES =
  '«Всего» — с начала кампании. Остаток от деления достаётся группам, которые отстают в своей кампании: за всё время сервис даёт её группам поровну, с разницей не больше одного человека. «План, %» — доли за сегодня, «Факт, %» — доли всех строк.';

function countedLines({groups, total_users}: CampaignReport, totals: ReadonlyMap<string, number>): Line[] {
  const total = (letter: GroupLetter) => totals.get(`${tablesOf(letter)[0]} ${groups[letter]?.theory_id}`) ?? 0;
  const all = GROUP_LETTERS.reduce((sum, letter) => sum + total(letter), 0);
  const planned = (letter: GroupLetter) => groups[letter]?.users_count ?? 0;
  return [
    line('Сегодня', (letter) => formatNumber(planned(letter))),
    line('Всего', (letter) => formatNumber(total(letter))),
    line('План, %', (letter) => percent(planned(letter), total_users)),
    line('Факт, %', (letter) => percent(total(letter), all)),
  ];
}

/** Labels are short: one that breaks on a phone would part the lines from their figures. */
function writtenLines({groups}: CampaignReport): Line[] {
  const written = (letter: GroupLetter, database: Database) =>
    database === 'spss' && letter === 'A' ? '—' : formatNumber(groups[letter]?.written[database] ?? 0);
  return [
    line('План', (letter) => formatNumber(groups[letter]?.users_count ?? 0)),
    line('DSSB', (letter) => written(letter, 'dssb_app')),
    line('SPSS', (letter) => written(letter, 'spss')),
  ];
}

function line(label: string, value: (letter: GroupLetter) => string): Line {
  return {label, values: GROUP_LETTERS.map(value)};
}

/** By table and group; a group's people are those in its first table, which is in DSSB. */
function totalsByGroup(verified: readonly VerifiedCount[]): ReadonlyMap<string, number> {
  return new Map(verified.map(({table, theory_id, total}) => [`${table} ${theory_id}`, total]));
}
