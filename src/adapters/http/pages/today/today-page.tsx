import type {Day} from '../../../../application/service/list-days.ts';
import type {IsoInstant} from '../../../../domain/ids.ts';
import type {HttpServices, SchedulerStatus} from '../../http-services.ts';
import type {Content, PageContext} from '../page.ts';
import {Parts} from '../parts.tsx';
import {Progress} from '../progress.tsx';
import {tellingRun} from '../states.ts';
import {Warnings} from '../warnings.tsx';
import {DayStrip} from './day-strip.tsx';
import {Next} from './next.tsx';
import {Owed} from './owed.tsx';
import {Verdict} from './verdict.tsx';
import {WhatToDo} from './what-to-do.tsx';

export type TodayFacts = {
  /** Oldest first; the last one is today. */
  readonly days: readonly Day[];
  /** The next slots; none while the daily job is off. */
  readonly next: readonly IsoInstant[];
  readonly scheduler: Pick<SchedulerStatus, 'status' | 'switched'>;
  readonly parts: Awaited<ReturnType<HttpServices['readiness']>>;
};

/** Did it run, was it right, must I do something, what is next. */
export function todayPage({days, next, scheduler, parts}: TodayFacts, context: PageContext): Content {
  const today = days.at(-1)!;
  const {page} = context.words;
  const run = tellingRun(today);
  return {
    title: page.today.title,
    main: (
      <>
        <Verdict day={today} context={context} />
        {run?.status === 'running' && <Progress label={page.today.progress} />}
        {(run || today.notifications.length > 0) && (
          <p class="links">
            {run && <a href={context.own(`/runs/${run.run_id}`)}>{page.today.details}</a>}
            {today.notifications.length > 0 && <a href={context.own(`/days/${today.date}`)}>{page.day.open}</a>}
          </p>
        )}
        <WhatToDo day={today} context={context} />
        {run && <Warnings warnings={run.warnings} context={context} />}
        <Next next={next} scheduler={scheduler} context={context} />
        <DayStrip days={days} context={context} />
        <Owed days={days} context={context} />
        <Parts parts={parts} caption={page.today.parts} context={context} />
      </>
    ),
  };
}
