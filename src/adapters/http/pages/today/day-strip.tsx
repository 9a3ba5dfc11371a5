import type {Day} from '../../../../application/service/list-days.ts';
import {DayCell} from '../day-cell.tsx';
import type {PageContext} from '../page.ts';
import {percent} from '../plots/percent.ts';

/** A cell a day, below a bar of its users; the cell's label has their number. */
export function DayStrip({days, context}: {days: readonly Day[]; context: PageContext}) {
  const users = days.map(({runs}) => runs.reduce((sum, run) => sum + run.users.distributed, 0));
  const most = Math.max(...users);
  // One bar alone compares with nothing.
  const isDrawn = users.filter((n) => n > 0).length > 1;
  const {page} = context.words;
  return (
    <section aria-labelledby="last-days">
      <h2 id="last-days">{page.today.lastDays}</h2>
      <ol class="strip">
        {days.map((day, at) => (
          <li key={day.date}>
            {isDrawn && <Bar part={users[at]! / most} />}
            <DayCell day={day} context={context} />
            <span aria-hidden="true">{context.format.shortDate(day.date)}</span>
          </li>
        ))}
      </ol>
      {isDrawn && (
        <p>
          <small>{page.today.bars(page.users(most))}</small>
        </p>
      )}
    </section>
  );
}

function Bar({part}: {part: number}) {
  return (
    <svg class="bar" aria-hidden="true">
      <rect class="part1" y={percent(1 - part)} width="100%" height={percent(part)} />
    </svg>
  );
}
