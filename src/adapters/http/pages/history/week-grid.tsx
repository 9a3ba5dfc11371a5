import type {Day} from '../../../../application/service/list-days.ts';
import {DayCell} from '../day-cell.tsx';
import type {PageContext} from '../page.ts';

/** A column a week, Monday on top. */
export function WeekGrid({days, context}: {days: readonly Day[]; context: PageContext}) {
  const {words, format} = context;
  const [first] = days;
  const weekday = first ? (new Date(`${first.date}T00:00:00Z`).getUTCDay() + 6) % 7 : 0;
  const before = Array.from({length: weekday}, (_, n) => n);
  return (
    <section aria-labelledby="grid">
      <h2 id="grid">{words.page.history.grid}</h2>
      <ol class="grid">
        {before.map((n) => (
          <li key={n} aria-hidden="true" />
        ))}
        {days.map((day) => (
          <li key={day.date}>
            <DayCell day={day} context={context} />
          </li>
        ))}
      </ol>
      <p>
        <small>
          {format.weekday('2024-01-01')}–{format.weekday('2024-01-07')} ↓
        </small>
      </p>
    </section>
  );
}
