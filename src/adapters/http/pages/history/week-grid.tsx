import type {Day} from '../../../../application/service/list-days.ts';
import {DayCell} from '../day-cell.tsx';
import type {PageContext} from '../page.ts';
import {SIGNS, stateOf} from '../states.ts';

/** A Monday to a Sunday. */
const WEEK = Array.from({length: 7}, (_, n) => `2024-01-0${n + 1}`);

/** A column a week, Monday on top. */
export function WeekGrid({days, context}: {days: readonly Day[]; context: PageContext}) {
  const {words, format} = context;
  const [first] = days;
  const weekday = first ? (new Date(`${first.date}T00:00:00Z`).getUTCDay() + 6) % 7 : 0;
  const before = Array.from({length: weekday}, (_, n) => n);
  const states = [...new Set(days.map((day) => stateOf(day, context.now)))];
  return (
    <section aria-labelledby="grid">
      <h2 id="grid">{words.page.history.grid}</h2>
      <ol class="grid">
        {WEEK.map((date) => (
          <li key={date} class="weekday" aria-hidden="true">
            {format.weekday(date)}
          </li>
        ))}
        {before.map((n) => (
          <li key={n} aria-hidden="true" />
        ))}
        {days.map((day) => (
          <li key={day.date}>
            <DayCell day={day} context={context} />
          </li>
        ))}
      </ol>
      <p class="links">
        {states.map((state) => (
          <small key={state}>
            {SIGNS[state]} {words.page.states[state]}
          </small>
        ))}
      </p>
    </section>
  );
}
