import {type QueuedNotification, recordNotTold, recordSlotTold} from '../../domain/scheduler.ts';
import {scrub} from '../../domain/scrub.ts';
import {businessDateAt} from '../../domain/wall-time.ts';
import {listRuns} from '../events/query-runs.ts';
import {openScheduler, readScheduler, type SchedulerStream} from '../events/scheduler-stream.ts';
import {asFailure} from '../failure.ts';
import {holdLease} from '../hold-lease.ts';
import type {NextSlot, Notice, Notifier} from '../ports/notifier.ts';
import type {SlotDeps} from './handle-slots.ts';

export type TellDeps = SlotDeps & {readonly notify: Notifier; readonly nextRun: NextSlot};

/**
 * Tries the queued notices of missed and late slots once each, as the one process that holds the lease. Answers whether
 * none is left.
 */
export async function tellSlots(deps: TellDeps): Promise<boolean> {
  const isQueued = async () => (await readScheduler(deps.events)).notifications.some(({status}) => status === 'queued');
  if (!(await isQueued())) return true;
  await holdLease(deps, deps.owner, async ({fence}) => {
    await fence();
    await tellQueued(deps, await openScheduler(deps, deps.origin), () => true);
  });
  return !(await isQueued());
}

/** Tries those of the queued notices that are asked for, and records what became of it. */
export async function tellQueued(
  deps: TellDeps,
  scheduler: SchedulerStream,
  asked: (notification: QueuedNotification) => boolean,
): Promise<void> {
  const queued = scheduler.state().notifications.filter(({status}) => status === 'queued');
  for (const notification of queued.filter(asked)) {
    const notice = await noticeOf(deps, notification);
    const error = await deps.notify(notice).then(() => null, asFailure);
    const id = notification.notificationId;
    await scheduler.record(error ? recordNotTold(id, scrub(error.message), error.pending) : recordSlotTold(id));
    if (error?.kind === 'refused') return;
  }
}

async function noticeOf(deps: TellDeps, notification: QueuedNotification): Promise<Notice> {
  const {notificationId, kind, slots, pending} = notification;
  const told = {id: `scheduler.${notificationId}`, nextRun: deps.nextRun(), ...(pending ? {pending} : {})};
  if (kind === 'missed') {
    return {...told, kind, slots: slots.map((it) => ({reason: 'not_running', ...it}))};
  }
  const {slot} = slots[0]!;
  const date = businessDateAt(Date.parse(slot), deps.rules.zone);
  const running = (await listRuns(deps.events)).find(({business_date}) => business_date === date);
  return {...told, kind, slot, report: running ?? null};
}
