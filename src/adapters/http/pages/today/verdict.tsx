import type {Day} from '../../../../application/service/list-days.ts';
import type {PageContext} from '../page.ts';
import {type DayState, SIGNS, stateOf, tellingRun} from '../states.ts';

/** The one line that answers: did it run, and was it right? */
export function Verdict({day, context}: {day: Day; context: PageContext}) {
  const state = stateOf(day, context.now);
  const {words, format} = context;
  return (
    <p class={`verdict ${state}`} role="status" id="verdict" data-state={state} data-live>
      <span class="sign" aria-hidden="true">
        {SIGNS[state]}
      </span>{' '}
      <strong>
        {format.date(day.date)}: {words.page.states[state]}
      </strong>
      , {describe(day, state, context)}
    </p>
  );
}

function describe(day: Day, state: DayState, {words, format, settings}: PageContext): string {
  const {page, names} = words;
  const slot = day.slot === null ? '' : format.time(day.slot);
  const run = tellingRun(day);
  switch (state) {
    case 'done':
      return page.today.done(
        page.users(run!.users.distributed),
        format.time(run!.started_at),
        format.time(run!.ended_at!),
      );
    case 'running':
      return page.today.running(names.stages[run!.stage]);
    case 'skipped':
      return names.skipReason(run!.reason ?? '', settings.countDay);
    case 'failed':
      return run!.error ? names.failures[run!.error.kind] : names.statuses.failed;
    case 'partial':
      return page.today.partial(page.rows(run!.owed.reduce((sum, {rows}) => sum + rows, 0)));
    case 'abandoned':
      return run!.reason ?? names.statuses.abandoned;
    case 'missed':
      return page.today.missed(names.missed[day.missed ?? 'not_running']);
    case 'late':
      return page.today.late(slot);
    case 'waiting':
      return page.today.waiting(slot);
    case 'off':
    case 'none':
      return page.today[state];
    default:
      return state satisfies never;
  }
}
