import {type CronExpression, CronExpressionParser} from 'cron-parser';
import type {Schedule} from '../../application/ports/schedule.ts';
import type {IsoInstant} from '../../domain/ids.ts';
import {DAY_MS, instantsOf, wallAt} from './zone-time.ts';

/** The rarest dates, a fifth Monday in February, are 40 years apart where a century leaves its leap day out. */
const LONGEST_WAIT_DAYS = 41 * 366;

const NAMES = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|sun|mon|tue|wed|thu|fri|sat';
const FIELD = new RegExp(`^(?:\\d|[*,/?#-]|L|${NAMES})+$`, 'i');

/** The expression with single blanks; null unless it is five fields (minute to weekday) that meet some day. */
export function parseCron(text: string): string | null {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 5 || !fields.every((field) => FIELD.test(field))) return null;
  const expression = fields.join(' ');
  try {
    return cronSchedule(expression, 'UTC').next(Date.UTC(2024, 0, 1), 1).length > 0 ? expression : null;
  } catch {
    return null;
  }
}

/** A service asks for the same few schedules, and these for the same few dates, at each look. */
const MOST_DATES = 32;
const made = new Map<string, Schedule>();

/**
 * The slots of a five-field cron expression in an IANA zone. cron-parser only reads the fields and knows which dates
 * they mean: around a change of the clocks its own `next` and `prev` disagree, and miss or double a slot.
 * Throws for an expression that is broken or a zone that is unknown.
 */
export function cronSchedule(expression: string, zone: string): Schedule {
  const name = `${expression} ${zone}`;
  const schedule = made.get(name) ?? makeSchedule(expression, zone);
  made.set(name, schedule);
  return schedule;
}

function makeSchedule(expression: string, zone: string): Schedule {
  const cron = CronExpressionParser.parse(expression, {tz: 'UTC'});
  const times = timesOfDay(cron);
  const known = new Map<number, readonly number[]>();
  const slotsOf = (date: number): readonly number[] => {
    const slots = known.get(date) ?? (isDue(cron, date, times[0]!) ? instantsOf(date, times, zone) : []);
    if (known.size >= MOST_DATES) known.clear();
    known.set(date, slots);
    return slots;
  };
  const dateAt = (epochMs: number) => Math.floor(wallAt(epochMs, zone) / DAY_MS) * DAY_MS;

  /** One date more on either side: what a clock left out may be made up on the next date. */
  const between = (fromMs: number, toMs: number): number[] => {
    const found = new Set<number>();
    const last = dateAt(toMs) + DAY_MS;
    for (let date = dateAt(fromMs) - DAY_MS; date <= last; date += DAY_MS) {
      for (const slot of slotsOf(date)) if (slot > fromMs && slot <= toMs) found.add(slot);
    }
    return [...found].sort((a, b) => a - b);
  };

  return {
    next: (afterMs, count) => {
      const found: number[] = [];
      for (let [from, days] = [afterMs, 1]; found.length < count && days < LONGEST_WAIT_DAYS; days *= 2) {
        found.push(...between(from, from + days * DAY_MS));
        from += days * DAY_MS;
      }
      return found.slice(0, count).map(iso);
    },

    latest: (atMs) => {
      for (let [to, days] = [atMs, 1]; days < LONGEST_WAIT_DAYS; days *= 2) {
        const last = between(to - days * DAY_MS, to).at(-1);
        if (last !== undefined) return iso(last);
        to -= days * DAY_MS;
      }
      return null;
    },

    between: (fromMs, toMs) => (fromMs < toMs ? between(fromMs, toMs).map(iso) : []),
  };
}

/** Milliseconds after midnight, ascending. */
function timesOfDay({fields}: CronExpression): number[] {
  return fields.hour.values.flatMap((hour) => fields.minute.values.map((minute) => (hour * 60 + minute) * 60_000));
}

function isDue(cron: CronExpression, date: number, time: number): boolean {
  const month = new Date(date).getUTCMonth() + 1;
  return cron.fields.month.values.some((each) => each === month) && cron.includesDate(new Date(date + time));
}

function iso(epochMs: number): IsoInstant {
  return new Date(epochMs).toISOString() as IsoInstant;
}
