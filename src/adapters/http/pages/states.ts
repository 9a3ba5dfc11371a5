import type {Day, DayRun} from '../../../application/service/list-days.ts';

/** What became of a date, in one word. */
export type DayState =
  | 'done'
  | 'running'
  | 'skipped'
  | 'failed'
  | 'partial'
  | 'missed'
  | 'off'
  | 'late'
  | 'waiting'
  | 'abandoned'
  | 'none';

/** A sign beside each word: colour alone tells too little. */
export const SIGNS: Readonly<Record<DayState, string>> = {
  done: '✓',
  running: '…',
  skipped: '↷',
  failed: '✕',
  partial: '◐',
  missed: '!',
  off: '○',
  late: '⌛',
  waiting: '·',
  abandoned: '⊘',
  none: '–',
};

/** The run that a date is told by: its last one, unless that only found nothing more to do. */
export function tellingRun({runs}: Pick<Day, 'runs'>): DayRun | undefined {
  return runs.findLast(({status}) => status !== 'skipped') ?? runs.at(-1);
}

/** By the run that tells of the date; without one by its slot. `now` in ms since 1970. */
export function stateOf({runs, missed, slot, isOn}: Day, now: number): DayState {
  const last = tellingRun({runs});
  if (last) return last.status === 'completed' ? 'done' : last.status;
  if (missed !== null) return missed === 'switched_off' ? 'off' : 'missed';
  if (slot === null) return 'none';
  if (!isOn) return 'off';
  return Date.parse(slot) > now ? 'waiting' : 'late';
}
