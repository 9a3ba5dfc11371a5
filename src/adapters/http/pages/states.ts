import type {Day} from '../../../application/service/list-days.ts';

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

/** By the date's last run; without one by its slot. `now` in ms since 1970. */
export function stateOf({runs, missed, slot, isOn}: Day, now: number): DayState {
  const last = runs.at(-1);
  if (last) return last.status === 'completed' ? 'done' : last.status;
  if (missed !== null) return missed === 'switched_off' ? 'off' : 'missed';
  if (slot === null) return 'none';
  if (!isOn) return 'off';
  return Date.parse(slot) > now ? 'waiting' : 'late';
}
