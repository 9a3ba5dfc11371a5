import type {Day} from '../../../../application/service/list-days.ts';
import type {PageContext} from '../page.ts';
import {StackedBars} from '../plots/stacked-bars.tsx';
import {Heads, ScrollTable} from '../scroll-table.tsx';
import {usersByDay} from './users-by-day.ts';

/** People a day by campaign, as a picture and as a table. */
export function UsersPlot({days, context: {words, format}}: {days: readonly Day[]; context: PageContext}) {
  const {page} = words;
  const {dates, series: campaigns} = usersByDay(days);
  const series = campaigns.map(({name, people}) => ({name: name ?? page.history.others, values: people}));
  const totals = dates.map((_, at) => series.reduce((sum, {values}) => sum + (values[at] ?? 0), 0));
  if (series.length === 0) return null;
  return (
    <section aria-labelledby="users">
      <h2 id="users">{page.history.plot}</h2>
      <StackedBars
        title={page.history.plot}
        description={page.history.plotDescription(page.days(dates.length), page.users(Math.max(...totals)))}
        labels={dates.map(format.shortDate)}
        series={series}
        number={format.number}
      />
      <details>
        <summary>{page.history.table}</summary>
        <ScrollTable caption={page.history.plot}>
          <Heads heads={[page.history.date, page.run.total, ...series.map(({name}) => name)]} numbers={1} />
          <tbody>
            {dates.map((date, at) => (
              <tr key={date}>
                <th scope="row">{format.shortDate(date)}</th>
                {[totals, ...series.map(({values}) => values)].map((values, nth) => (
                  <td key={series[nth - 1]?.name ?? ''} class="number">
                    {format.number(values[at] ?? 0)}
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
