import type {Day} from '../../../application/service/list-days.ts';
import {decapitalize} from '../../../application/words/russian.ts';
import type {PageContext} from './page.ts';
import {SIGNS, stateOf, tellingRun} from './states.ts';

/** A day as a coloured sign; its label says all of it. */
export function DayCell({day, context}: {day: Day; context: PageContext}) {
  const state = stateOf(day, context.now);
  const label = sayDay(day, context);
  const address = addressOf(day);
  const face = {class: `cell ${state}`, title: label, 'aria-label': label};
  return address ? (
    <a {...face} href={context.own(address)}>
      {SIGNS[state]}
    </a>
  ) : (
    <span {...face} role="img">
      {SIGNS[state]}
    </span>
  );
}

/** Where there is more of a day: its telling run, or the day itself where a slot had none; null where nothing was due. */
export function addressOf(day: Day): string | null {
  const run = tellingRun(day);
  if (run) return `/runs/${run.run_id}`;
  return day.slot === null ? null : `/days/${day.date}`;
}

/** `26 November 2026: done, 4,812 users, 14 s`, with the reason where something was not as it should be. */
export function sayDay(day: Day, {words, format, settings, now}: PageContext): string {
  const {page} = words;
  const state = stateOf(day, now);
  return `${format.date(day.date)}: ${[page.states[state], ...details()].join(', ')}`;

  function details(): string[] {
    const run = tellingRun(day);
    if (!run) return day.missed && state === 'missed' ? [words.names.missed[day.missed]] : [];
    if (state === 'done') return [page.users(run.users.distributed), format.span(run.duration_ms)];
    if (state === 'skipped') return [decapitalize(words.names.skipReason(run.reason ?? '', settings.countDay))];
    if (run.error) return [words.names.failures[run.error.kind]];
    return run.reason ? [run.reason] : [];
  }
}
