import type {PageWords} from '../../../application/words/page-ru.ts';
import type {Balance as Figures} from '../../../domain/balance.ts';
import type {PageContext} from './page.ts';
import {percent} from './plots/percent.ts';
import {Heads, ScrollTable} from './scroll-table.tsx';

type Line = {readonly theory_id: string; readonly balance?: Figures};
type Compared = {readonly theory_id: string; readonly balance: Figures};
type Props = {readonly campaigns: readonly Line[]; readonly context: PageContext};

/** More lines than this make no picture. */
const MOST_SHOWN = 30;

/** How alike the groups are: the largest difference of each campaign beside what chance would give, least alike first. */
export function Balance({campaigns, context: {words, format}}: Props) {
  const {balance: says} = words.page;
  const compared = campaigns
    .flatMap(({theory_id, balance}): Compared[] => (balance && balance.strata > 1 ? [{theory_id, balance}] : []))
    .toSorted((a, b) => ratioOf(b.balance) - ratioOf(a.balance))
    .slice(0, MOST_SHOWN);
  if (compared.length === 0) return null;
  const heads = [words.page.run.campaign, says.difference, says.chance, says.stratum, says.groups, says.offIdeal];
  return (
    <section aria-labelledby="balance">
      <h2 id="balance">{says.title}</h2>
      <Plot campaigns={compared} title={says.plot} />
      <ScrollTable caption={says.caption}>
        <Heads heads={heads} numbers={1} words={3} />
        <tbody>
          {compared.map(({theory_id, balance: {difference, by_chance, stratum, groups, off_ideal}}) => (
            <tr key={theory_id}>
              <th scope="row">{theory_id}</th>
              <td class="number">{format.small(difference)}</td>
              <td class="number">{format.small(by_chance)}</td>
              <td>{sayStratum(stratum, says.strata)}</td>
              <td>{groups.join(', ')}</td>
              <td>{format.number(off_ideal)}</td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
      <p>
        <small>{says.help}</small>
      </p>
    </section>
  );
}

/** Pixels. */
const LINE = 30;

/** A bar a campaign, and a stroke where chance would be. */
function Plot({campaigns, title}: {campaigns: readonly Compared[]; title: string}) {
  const most = Math.max(...campaigns.map(({balance}) => Math.max(balance.difference, balance.by_chance)), 0.01);
  return (
    <figure>
      <svg class="plot lines" height={campaigns.length * LINE} role="img" aria-label={title}>
        <title>{title}</title>
        {campaigns.map(({theory_id, balance: {difference, by_chance}}, at) => {
          const chance = percent(by_chance / most);
          return (
            <g key={theory_id}>
              <text class="tick" x="-10" y={at * LINE + 20} text-anchor="end">
                {theory_id}
              </text>
              <rect class="part1" y={at * LINE + 8} width={percent(difference / most)} height={LINE - 16} />
              <line class="chance" x1={chance} x2={chance} y1={at * LINE + 3} y2={(at + 1) * LINE - 3} />
            </g>
          );
        })}
      </svg>
      <figcaption>
        <small>{title}</small>
      </figcaption>
    </figure>
  );
}

/** A stratum such as `female / 1980s / Almaty`: our own parts of it in the reader's words, those of the source as they are. */
function sayStratum(stratum: string, words: PageWords['balance']['strata']): string {
  const known: Readonly<Record<string, string>> = words.values;
  const say = (part: string) => known[part] ?? (/^\d{3}0s$/.test(part) ? words.decade(part.slice(0, 4)) : part);
  return stratum.split(' / ').map(say).join(' / ');
}

function ratioOf({difference, by_chance}: Figures): number {
  return difference / by_chance;
}
