import type {Day} from '../../../../application/service/list-days.ts';
import {DayCell} from '../day-cell.tsx';
import type {PageContext} from '../page.ts';

/** A cell a day. */
export function DayStrip({days, context}: {days: readonly Day[]; context: PageContext}) {
  return (
    <section aria-labelledby="last-days">
      <h2 id="last-days">{context.words.page.today.lastDays}</h2>
      <ol class="strip">
        {days.map((day) => (
          <li key={day.date}>
            <DayCell day={day} context={context} />
            <span aria-hidden="true">{context.format.shortDate(day.date)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
