import type {Day} from '../../../../application/service/list-days.ts';
import {sayWarning} from '../../../../application/words/words.ts';
import type {IsoInstant} from '../../../../domain/ids.ts';
import type {HttpServices} from '../../http-services.ts';
import type {Content, PageContext} from '../page.ts';
import {Heads, ScrollTable} from '../scroll-table.tsx';
import {tellingRun} from '../states.ts';
import {DayStrip} from './day-strip.tsx';
import {Owed} from './owed.tsx';
import {Verdict} from './verdict.tsx';
import {WhatToDo} from './what-to-do.tsx';

export type TodayFacts = {
  /** Oldest first; the last one is today. */
  readonly days: readonly Day[];
  /** The next slots; none while the daily job is off. */
  readonly next: readonly IsoInstant[];
  readonly parts: Awaited<ReturnType<HttpServices['readiness']>>;
};

/** Did it run, was it right, must I do something, what is next. */
export function todayPage({days, next, parts}: TodayFacts, context: PageContext): Content {
  const today = days.at(-1)!;
  const {page} = context.words;
  const run = tellingRun(today);
  return {
    title: page.today.title,
    main: (
      <>
        <Verdict day={today} context={context} />
        {run?.status === 'running' && <Progress />}
        {run && (
          <p>
            <a href={`/runs/${run.run_id}`}>{page.today.details}</a>
          </p>
        )}
        <WhatToDo day={today} context={context} />
        {run && run.warnings.length > 0 && (
          <section>
            <h2>{page.today.warnings}</h2>
            <ul>
              {run.warnings.map((warning) => (
                <li key={JSON.stringify(warning)}>{sayWarning(context.words, warning)}</li>
              ))}
            </ul>
          </section>
        )}
        <Next next={next} context={context} />
        <DayStrip days={days} context={context} />
        <Owed days={days} context={context} />
        <Parts parts={parts} context={context} />
      </>
    ),
  };

  function Progress() {
    return (
      <p class="progress">
        <label>
          {page.today.progress}: <progress data-progress /> <output data-progress-text />
        </label>
      </p>
    );
  }
}

function Next({next, context}: {next: readonly IsoInstant[]; context: PageContext}) {
  const {words, format, now} = context;
  const {today} = words.page;
  const [first, ...then] = next;
  return (
    <section aria-labelledby="next">
      <h2 id="next">{today.next}</h2>
      {first === undefined ? (
        <>
          <p>{today.nextOff}</p>
          <p>
            <code>softcollection scheduler start</code>
          </p>
        </>
      ) : (
        <p>
          <strong>
            <time dateTime={first}>{format.instant(first)}</time>
          </strong>{' '}
          <span data-countdown={first}>{today.in(format.span(Date.parse(first) - now))}</span>
          {then.length > 0 && `. ${today.thenAt}: ${then.map(format.instant).join(', ')}`}
        </p>
      )}
    </section>
  );
}

function Parts({parts, context: {words, format}}: {parts: TodayFacts['parts']; context: PageContext}) {
  const {today} = words.page;
  return (
    <ScrollTable caption={today.parts}>
      <Heads heads={[today.part, today.state, today.answer]} />
      <tbody>
        {(['dssb_app', 'spss', 'state', 'scheduler'] as const).map((name) => {
          const {connected, message, latency_ms} = parts[name];
          return (
            <tr key={name}>
              <th scope="row">{today.partNames[name]}</th>
              <td class={connected ? 'done' : 'failed'}>{connected ? `✓ ${today.ready}` : `✕ ${today.notReady}`}</td>
              <td>{connected ? format.span(latency_ms) : message}</td>
            </tr>
          );
        })}
      </tbody>
    </ScrollTable>
  );
}
