import type {Day} from '../../../../application/service/list-days.ts';
import type {PageContext} from '../page.ts';
import {sayRun} from '../say-run.ts';
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

function describe(day: Day, state: DayState, context: PageContext): string {
  const {page, names} = context.words;
  const run = tellingRun(day);
  if (run) return sayRun(run, context);
  const slot = day.slot === null ? '' : context.format.clock(day.slot);
  if (state === 'missed') return page.today.missed(names.missed[day.missed ?? 'not_running']);
  if (state === 'late' || state === 'waiting') return page.today[state](slot);
  return state === 'off' ? page.today.off : page.today.none;
}
