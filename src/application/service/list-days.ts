import {type BusinessDate, type IsoInstant, runId} from '../../domain/ids.ts';
import {peopleByCampaign, type RunBrief, type RunSummary} from '../../domain/run-summary.ts';
import {isOnAt, type MissedReason, type SlotNotification} from '../../domain/scheduler.ts';
import {businessDateAt} from '../../domain/wall-time.ts';
import type {RunProjection} from '../events/run-projection.ts';
import {readScheduler} from '../events/scheduler-stream.ts';
import type {EventStore} from '../ports/event-store.ts';
import {heldSchedule, type ScheduleDeps} from './held-schedule.ts';

/** A business date: when its run was due, and what became of it. */
export type Day = {
  readonly date: BusinessDate;
  /** Null for a date without one, and before the first start of the service. */
  readonly slot: IsoInstant | null;
  /** Why no run was made for the slot. */
  readonly missed: MissedReason | null;
  /** Whether the daily job was on at the slot. */
  readonly isOn: boolean;
  /** Mails about the slot itself: it was missed, or its run is late. */
  readonly notifications: readonly SlotNotification[];
  /** Oldest first. */
  readonly runs: readonly DayRun[];
};

export type DayRun = RunBrief & {
  readonly slot: IsoInstant | null;
  /** How many people it gave each campaign. */
  readonly people: Readonly<Record<string, number>>;
};

export type DaysDeps = ScheduleDeps & {
  readonly events: EventStore;
  readonly runs: Pick<RunProjection, 'list'>;
};

const DAY_MS = 86_400_000;
const PAGE_RUNS = 100;

/** The business dates from one to another, oldest first, out of the read model: when each was due by the schedule that held then. */
export async function listDays(deps: DaysDeps, from: BusinessDate, to: BusinessDate, zone: string): Promise<Day[]> {
  const scheduler = await readScheduler(deps.events);
  const runs = await runsBetween(deps, from, to);
  const first = scheduler.switches[0]?.from;
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const slots = new Map(
    heldSchedule(scheduler, deps)
      .between(start - DAY_MS, end + 2 * DAY_MS)
      .toReversed()
      .map((slot) => [businessDateAt(Date.parse(slot), zone), slot]),
  );
  return Array.from({length: Math.round((end - start) / DAY_MS) + 1}, (_, n) => {
    const date = new Date(start + n * DAY_MS).toISOString().slice(0, 10) as BusinessDate;
    const due = slots.get(date) ?? null;
    const slot = due !== null && first !== undefined && due > first ? due : null;
    const missed = scheduler.missed.find((it) => it.slot === slot)?.reason ?? null;
    const ofDate = runs.filter(({business_date}) => business_date === date).toReversed();
    const notifications = scheduler.notifications.filter(({slots: told}) => told.some((it) => it.slot === slot));
    return {date, slot, missed, isOn: slot === null || isOnAt(scheduler, slot), notifications, runs: ofDate};
  });
}

/** Newest first. */
async function runsBetween({runs}: DaysDeps, from: BusinessDate, to: BusinessDate): Promise<DayRun[]> {
  const dayAfter = new Date(Date.parse(to) + DAY_MS).toISOString().slice(0, 10) as BusinessDate;
  const found: DayRun[] = [];
  for (let before = runId(dayAfter, 1); ; ) {
    const page = await runs.list({limit: PAGE_RUNS, before});
    const inside = page.filter(({report}) => report.business_date >= from);
    found.push(...inside.map(ofDay));
    if (inside.length < PAGE_RUNS) return found;
    before = inside.at(-1)!.report.run_id;
  }
}

function ofDay(summary: RunSummary): DayRun {
  return {...summary.report, slot: summary.slot, people: peopleByCampaign(summary)};
}
