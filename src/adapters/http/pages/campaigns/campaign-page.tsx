import type {CampaignHistory} from '../../../../application/events/campaign-history.ts';
import {sayCarryOver} from '../../../../application/words/say-carry-over.ts';
import {sayWarning} from '../../../../application/words/words.ts';
import {GROUP_LETTERS, groupTheoryId} from '../../../../domain/ids.ts';
import {tablesOf} from '../../../../domain/tables.ts';
import {Balance} from '../balance.tsx';
import type {Content, PageContext} from '../page.ts';
import {StackedBars} from '../plots/stacked-bars.tsx';
import {Fact} from '../run/about.tsx';
import {Heads, ScrollTable} from '../scroll-table.tsx';
import {Warnings} from '../warnings.tsx';
import {Registered} from './registered.tsx';

type Props = {readonly campaign: CampaignHistory; readonly context: PageContext};

/** Days in plot and table; programs get all. */
const DAYS_SHOWN = 90;

/** What an experiment has so far, and whether the tables have the same. */
export function campaignPage(campaign: CampaignHistory, context: PageContext): Content {
  return {
    title: `${campaign.theory_id} ${campaign.theory_name}`,
    main: (
      <>
        <Differences campaign={campaign} context={context} />
        <Warnings warnings={campaign.warnings} context={context} />
        <About campaign={campaign} context={context} />
        <Registered campaign={campaign} context={context} />
        <Groups campaign={campaign} context={context} />
        <Balance campaigns={[campaign]} context={context} />
        <Days campaign={campaign} context={context} />
      </>
    ),
  };
}

function Differences({campaign: {differences}, context: {words, format}}: Props) {
  const {campaign: says} = words.page;
  return (
    <>
      <p class={`verdict ${differences.length === 0 ? 'done' : 'failed'}`} role="status">
        {differences.length === 0 ? `✓ ${says.agree}` : `✕ ${says.differ(format.number(differences.length))}`}
      </p>
      <ul>
        {differences.map((difference) => (
          <li key={`${difference.table} ${difference.theoryId}`}>
            {sayWarning(words, {kind: 'tables_differ', ...difference})}
          </li>
        ))}
      </ul>
    </>
  );
}

function About({campaign, context: {words, format, own}}: Props) {
  const {campaign: says, users, days} = words.page;
  const {start_date, end_date, total_users, groups, last_run, days: given, days_without, carry_over, losses} = campaign;
  const date = (time: string) => format.date(time.slice(0, 10));
  return (
    <dl class="facts">
      <Fact name={says.starts}>{date(start_date)}</Fact>
      <Fact name={says.ends}>{date(end_date)}</Fact>
      <Fact name={says.people}>{users(total_users)}</Fact>
      <Fact name={says.control}>{total_users > 0 ? format.share(groups.A / total_users) : '–'}</Fact>
      <Fact name={says.daysWith}>{days(new Set(given.map((day) => day.date)).size)}</Fact>
      <Fact name={says.daysWithout}>{days(days_without)}</Fact>
      <Fact name={says.lastRun}>
        <a href={own(`/runs/${last_run}`)}>{last_run}</a>
      </Fact>
      {losses && (
        <Fact name={says.losses}>
          {GROUP_LETTERS.map((letter) => format.number(losses.lost[letter])).join(', ')}.{' '}
          {says.evidence(format.number(losses.evidence), format.number(losses.alarm_at))}
        </Fact>
      )}
      {carry_over && <Fact name={says.carryOver}>{sayCarryOver(words.page, carry_over)}</Fact>}
    </dl>
  );
}

function Groups({campaign: {theory_id, groups, standing}, context: {words, format}}: Props) {
  const {campaign: says, run} = words.page;
  const rowsOf = (table: string, group: string) =>
    standing.find((it) => it.table === table && it.theory_id === group)?.rows;
  return (
    <>
      <ScrollTable caption={says.groups}>
        <Heads heads={[says.group, 'THEORY_ID', says.dealt, 'DSSB_APP', 'SPSS']} numbers={2} />
        <tbody>
          {GROUP_LETTERS.map((letter) => {
            const group = groupTheoryId(theory_id, letter);
            const [first, mirror] = tablesOf(letter);
            return (
              <tr key={letter}>
                <th scope="row">{letter}</th>
                <td>{group}</td>
                <td class="number">{format.number(groups[letter])}</td>
                {[first, mirror].map((table) => {
                  const rows = table && rowsOf(table, group);
                  return (
                    <td key={table ?? ''} class="number">
                      {table === undefined ? '–' : rows === undefined ? run.notCounted : format.number(rows as number)}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </ScrollTable>
      <p>
        <small>{says.groupsHelp}</small>
      </p>
    </>
  );
}

function Days({campaign: {days: all}, context: {words, format, own}}: Props) {
  const {campaign: says, history, run, users, days: countDays} = words.page;
  const days = all.slice(-DAYS_SHOWN);
  const totals = days.map(({groups}) => GROUP_LETTERS.reduce((sum, letter) => sum + groups[letter], 0));
  return (
    <section aria-labelledby="days">
      <h2 id="days">{says.byDay}</h2>
      <StackedBars
        title={says.byDay}
        description={history.plotDescription(countDays(days.length), users(Math.max(...totals)))}
        labels={days.map(({date}) => format.shortDate(date))}
        series={GROUP_LETTERS.map((letter) => ({name: letter, values: days.map(({groups}) => groups[letter])}))}
        number={format.number}
      />
      <details>
        <summary>{history.table}</summary>
        <ScrollTable caption={says.byDay}>
          <Heads heads={[history.date, run.total, ...GROUP_LETTERS]} numbers={1} />
          <tbody>
            {days.map(({run_id, date, groups}, at) => (
              <tr key={run_id}>
                <th scope="row">
                  <a href={own(`/runs/${run_id}`)}>{format.shortDate(date)}</a>
                </th>
                {[totals[at] ?? 0, ...GROUP_LETTERS.map((letter) => groups[letter])].map((people, nth) => (
                  <td key={GROUP_LETTERS[nth - 1] ?? ''} class="number">
                    {format.number(people)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </ScrollTable>
      </details>
    </section>
  );
}
