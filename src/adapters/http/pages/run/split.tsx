import {GROUP_LETTERS, type GroupLetter} from '../../../../domain/ids.ts';
import type {GroupReport, RunReport} from '../../../../domain/run-report.ts';
import {tablesOf} from '../../../../domain/tables.ts';
import type {PageContext} from '../page.ts';
import {Heads, ScrollTable} from '../scroll-table.tsx';

/** Campaigns by groups: one number where plan, rows written and rows counted agree, all three where they do not. */
export function Split({report, context}: {report: RunReport; context: PageContext}) {
  const {run} = context.words.page;
  const {number} = context.format;
  const counts = new Map((report.verified ?? []).map((it) => [`${it.table} ${it.theory_id}`, it.rows]));
  const most = Math.max(...report.campaigns.flatMap(({groups}) => Object.values(groups).map((it) => it.users_count)));
  return (
    <>
      <ScrollTable caption={run.split}>
        <Heads heads={[run.campaign, run.total, ...GROUP_LETTERS]} numbers={1} />
        <tbody>
          {report.campaigns.map(({theory_id, theory_name, total_users, groups}) => (
            <tr key={theory_id}>
              <th scope="row">
                {theory_id} <small>{theory_name}</small>
              </th>
              <td class="number">{number(total_users)}</td>
              {GROUP_LETTERS.map((letter) => (
                <GroupCell key={letter} {...cellOf(letter, groups[letter])} />
              ))}
            </tr>
          ))}
        </tbody>
      </ScrollTable>
      <p>
        <small>{run.splitHelp}</small>
      </p>
    </>
  );

  function cellOf(letter: GroupLetter, group: GroupReport | undefined) {
    if (!group) return {text: '–', heat: 0, isRight: true};
    const planned = group.users_count;
    const found = tablesOf(letter).map((table) => counts.get(`${table} ${group.theory_id}`) ?? null);
    const written = group.written.dssb_app;
    const isRight = written === planned && found.every((rows) => rows === planned);
    const three = [number(planned), number(written), found[0] == null ? '–' : number(found[0])].join(' / ');
    const mirror = letter !== 'A' && found[1] !== planned ? `, SPSS ${found[1] == null ? '–' : number(found[1])}` : '';
    return {text: isRight ? number(planned) : three + mirror, heat: Math.ceil((4 * planned) / (most || 1)), isRight};
  }
}

/** `heat` from 0 to 4. */
function GroupCell({text, heat, isRight}: {text: string; heat: number; isRight: boolean}) {
  return <td class={isRight ? `number heat${heat}` : 'number failed'}>{isRight ? text : `✕ ${text}`}</td>;
}
