import type {Day} from '../../../../application/service/list-days.ts';
import {addressOf, sayDay} from '../day-cell.tsx';
import type {Content, PageContext} from '../page.ts';
import {type DayState, stateOf} from '../states.ts';
import {AIM, durationsOf, serviceLevel, WITHIN_MS} from './service-level.ts';
import {UsersPlot} from './users-plot.tsx';
import {WeekGrid} from './week-grid.tsx';

export type HistoryFacts = {
  /** Oldest first, at least one. */
  readonly days: readonly Day[];
  /** The state that the list is of; null for all that deviate. */
  readonly state: DayState | null;
  /** The last date of the page after this one; null when there is none. */
  readonly newer: string | null;
  readonly older: string;
};

/** The states that a list can be of. */
export const LISTED: readonly DayState[] = [
  'done',
  'skipped',
  'failed',
  'partial',
  'missed',
  'off',
  'late',
  'abandoned',
];
const USUAL: readonly DayState[] = ['done', 'running', 'waiting', 'none'];

/** How was the quarter, and which days are missing? */
export function historyPage(facts: HistoryFacts, context: PageContext): Content {
  const {days, newer, older} = facts;
  const {words, format} = context;
  const {history} = words.page;
  const [first, last] = [days[0], days.at(-1)];
  return {
    title: history.title,
    main: (
      <>
        <p class="links">
          <a href={context.own(`/history?to=${older}`)}>← {history.older}</a>
          <span>{first && last && history.period(format.date(first.date), format.date(last.date))}</span>
          {newer && <a href={context.own(`/history?to=${newer}`)}>{history.newer} →</a>}
        </p>
        <Level days={days} context={context} />
        <WeekGrid days={days} context={context} />
        <Listed facts={facts} context={context} />
        <UsersPlot days={days} context={context} />
        <p>
          <a href={context.own(`/history.csv?to=${last?.date}`)}>{history.csv}</a>
        </p>
      </>
    ),
  };
}

function Level({days, context: {words, format, now}}: {days: readonly Day[]; context: PageContext}) {
  const {history} = words.page;
  const {expected, onTime} = serviceLevel(days, now);
  const [half, most] = [durationsOf(days, 0.5), durationsOf(days, 0.95)];
  const slot = days.findLast((day) => day.slot !== null)?.slot;
  if (expected === 0 || !slot) return null;
  const by = format.clock(new Date(Date.parse(slot) + WITHIN_MS).toISOString());
  return (
    <p>
      <strong>{history.service(format.number(onTime), expected, format.share(onTime / expected), by)}</strong>{' '}
      {history.aim(format.share(AIM))} {history.serviceHelp}{' '}
      {half !== null && most !== null && history.durations(format.span(half), format.span(most))}
    </p>
  );
}

function Listed({facts: {days, state}, context}: {facts: HistoryFacts; context: PageContext}) {
  const {page} = context.words;
  const isListed = (it: DayState) => (state === null ? !USUAL.includes(it) : it === state);
  const listed = days.filter((day) => isListed(stateOf(day, context.now))).toReversed();
  const title = state === null ? page.history.deviations(context.format.number(listed.length)) : page.states[state];
  return (
    <section aria-labelledby="listed">
      <h2 id="listed">{title}</h2>
      <form class="filter" method="get">
        <input type="hidden" name="to" value={days.at(-1)?.date} />
        <label>
          {page.history.state}{' '}
          <select name="state">
            <option value="">{page.history.all}</option>
            {LISTED.map((it) => (
              <option key={it} value={it} selected={it === state}>
                {page.states[it]}
              </option>
            ))}
          </select>
        </label>
        <button type="submit">{page.audit.show}</button>
      </form>
      {listed.length === 0 && <p>{page.history.none}</p>}
      <ul>
        {listed.map((day) => {
          const [address, said] = [addressOf(day), sayDay(day, context)];
          return <li key={day.date}>{address ? <a href={context.own(address)}>{said}</a> : said}</li>;
        })}
      </ul>
    </section>
  );
}
