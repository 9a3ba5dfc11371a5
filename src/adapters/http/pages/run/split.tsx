import {DATABASE_NAMES} from '../../../../application/words/names.ts';
import {GROUP_LETTERS, type GroupLetter} from '../../../../domain/ids.ts';
import type {GroupReport, RunReport} from '../../../../domain/run-report.ts';
import {databaseOf, tablesOf} from '../../../../domain/tables.ts';
import type {PageContext} from '../page.ts';
import {Heads, ScrollTable} from '../scroll-table.tsx';
import {SIGNS} from '../states.ts';

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
                <a href={context.own(`/campaigns/${theory_id}`)}>{theory_id}</a> <small>{theory_name}</small>
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

  function cellOf(letter: GroupLetter, group: GroupReport | undefined): Cell {
    if (!group) return {state: 'none', lines: ['–'], heat: 0};
    const {users_count: planned, theory_id, written} = group;
    const places = tablesOf(letter).map((table) => {
      const database = databaseOf(table);
      return {database, rows: written[database], counted: counts.get(`${table} ${theory_id}`) ?? null};
    });
    if (places.every(({rows, counted}) => rows === planned && counted === planned)) {
      return {state: 'done', lines: [number(planned)], heat: Math.ceil((4 * planned) / (most || 1))};
    }
    const isWrong = places.some(({counted}) => counted !== null && counted !== planned);
    const off = places.filter(({rows, counted}) => rows !== planned || (counted !== null && counted !== planned));
    const lines = off.map(({database, rows, counted}) => {
      const three = [planned, rows, counted].map((n) => (n === null ? '–' : number(n)));
      return `${DATABASE_NAMES[database]} ${three.join(' / ')}`;
    });
    return {state: isWrong ? 'failed' : 'partial', lines: off.length > 0 ? lines : [number(planned)], heat: 0};
  }
}

/** `heat` from 0 to 4. */
type Cell = {
  readonly state: 'done' | 'partial' | 'failed' | 'none';
  readonly lines: readonly string[];
  readonly heat: number;
};

function GroupCell({state, lines, heat}: Cell) {
  const isPlain = state === 'done' || state === 'none';
  return (
    <td class={isPlain ? `number heat${heat}` : `number ${state}`}>
      {lines.map((line) => (
        <div key={line}>{isPlain ? line : `${SIGNS[state]} ${line}`}</div>
      ))}
    </td>
  );
}
