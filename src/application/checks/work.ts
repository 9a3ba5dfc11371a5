import {queuedIn} from '../../domain/notifications.ts';
import {hasUnsent, type RunSummary} from '../../domain/run-summary.ts';
import {isOn, type Scheduler} from '../../domain/scheduler.ts';
import {zonedTime} from '../../domain/wall-time.ts';
import {counted} from '../english.ts';
import type {Judgement} from '../ports/check-result.ts';
import {ok, together, warned} from './judgement.ts';

export type ScheduleRules = {readonly cron: string; readonly timezone: string};

/** SC-D16: the daily job is on, and runs when the configuration says. `next`: by the configuration. */
export function judgeSchedule(scheduler: Scheduler, {cron, timezone}: ScheduleRules, due: string | null): Judgement {
  const next = due && zonedTime(Date.parse(due), timezone);
  const switched = scheduler.switches.at(-1);
  if (!switched) return ok(`no start yet; the first run would be at ${next}`);
  if (!isOn(scheduler)) {
    const why = switched.reason ? `: ${switched.reason}` : '';
    return warned(`switched off since ${switched.from} by ${switched.by ?? 'somebody'}${why}`, {
      mend: 'softcollection scheduler start',
    });
  }
  const set = scheduler.schedules.at(-1);
  if (set && (set.cron !== cron || set.timezone !== timezone)) {
    const found = `the service works by ${set.cron} ${set.timezone}, the configuration says ${cron} ${timezone}`;
    return warned(found, {mend: 'start the service anew'});
  }
  return next === null ? warned(`${cron} is never due`) : ok(`on, next at ${next}`);
}

export type Owed = {
  readonly open: readonly RunSummary[];
  readonly scheduler: Scheduler;
  readonly rosterDays: number;
  readonly now: number;
};

const DAY_MS = 86_400_000;
const MISSED_DAYS = 7;
const MAIL_HOURS = 1;

/** SC-D17: nothing is left lying: runs, mails, missed days, lists of people past their time. */
export function judgeOwed(owed: Owed): Judgement {
  const faults = [...unfinished(owed), ...mails(owed), ...missed(owed), ...rosters(owed)];
  return faults.length > 0 ? together(faults) : ok('nothing');
}

function unfinished({open, now}: Owed): Judgement[] {
  const runs = open.filter(({isFinished}) => !isFinished);
  const ids = runs.map(({report}) => `${report.run_id} (${hours(now - Date.parse(report.started_at))})`);
  return ids.length > 0 ? [warned(`unfinished: ${ids.join(', ')}`, {mend: 'softcollection resume --explain'})] : [];
}

function mails({open, scheduler, now}: Owed): Judgement[] {
  const ofRuns = open.filter(hasUnsent).map(({report}) => report.ended_at ?? report.started_at);
  const ofSlots = queuedIn(scheduler).flatMap(({slots}) => slots.slice(-1).map(({slot}) => slot));
  const ages = [...ofRuns, ...ofSlots].map((at) => now - Date.parse(at)).filter((ms) => ms > MAIL_HOURS * 3_600_000);
  if (ages.length === 0) return [];
  return [
    warned(`${counted(ages.length, 'mail')} unsent for up to ${hours(Math.max(...ages))}`, {
      mend: 'softcollection mail test',
    }),
  ];
}

function missed({scheduler, now}: Owed): Judgement[] {
  const recent = scheduler.missed.filter(
    ({slot, reason}) => reason !== 'switched_off' && now - Date.parse(slot) < MISSED_DAYS * DAY_MS,
  );
  const slots = recent.map(({slot, reason}) => `${slot} (${reason})`);
  return slots.length > 0 ? [warned(`missed in ${MISSED_DAYS} days: ${slots.join(', ')}`)] : [];
}

/** A day more than agreed: they go with the next run. */
function rosters({open, rosterDays, now}: Owed): Judgement[] {
  const old = open.filter(
    ({rosterId, isFinished, report}) =>
      rosterId !== null &&
      isFinished &&
      now - Date.parse(report.ended_at ?? report.started_at) > (rosterDays + 1) * DAY_MS,
  );
  if (old.length === 0) return [];
  const found = `${counted(old.length, 'list')} of people older than ROSTER_DAYS=${rosterDays}`;
  return [warned(found, {mend: 'start the service: it destroys them'})];
}

function hours(ms: number): string {
  return `${Math.round(ms / 3_600_000)} h`;
}
