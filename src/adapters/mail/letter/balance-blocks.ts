import {formatFraction} from '../../../application/words/russian.ts';
import type {CampaignReport, RunReport} from '../../../domain/run-report.ts';
import {type Block, heading, paragraph} from './letter.ts';
import {oneLine} from './one-line.ts';

/** A line for each campaign whose people differ in anything: how alike its groups are, over its life. */
export function balanceBlocks({campaigns}: RunReport, most: number): Block[] {
  const rows = campaigns.slice(0, most).flatMap(lineOf);
  if (rows.length === 0) return [];
  return [heading('Равновесие групп'), paragraph(MEANING), {type: 'facts', rows}];
}

const MEANING =
  'За всё время кампании: самая большая разница долей страты между двумя группами в стандартных отклонениях, а за ней — какую дал бы чистый случай. Это размер, а не проверка гипотезы.';

function lineOf({theory_id, balance}: CampaignReport): [label: string, value: string][] {
  if (!balance || balance.strata < 2) return [];
  const {difference, stratum, groups, by_chance, off_ideal} = balance;
  const value = `${formatFraction(difference, 4)} — «${oneLine(stratum)}», группы ${groups.join(' и ')}; по случаю до ${formatFraction(by_chance, 3)}; от идеала не дальше ${formatFraction(off_ideal, 1)} чел.`;
  return [[theory_id, value]];
}
