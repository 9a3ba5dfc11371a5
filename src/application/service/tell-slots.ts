import {queuedIn} from '../../domain/notifications.ts';
import type {SlotNotification} from '../../domain/scheduler.ts';
import {businessDateAt} from '../../domain/wall-time.ts';
import {reportRuns} from '../events/query-runs.ts';
import {openScheduler, readScheduler, type SchedulerStream} from '../events/scheduler-stream.ts';
import {holdLease} from '../hold-lease.ts';
import {deliver, type SendDeps} from '../notify/outbox.ts';
import type {Notice, NoticeBase} from '../ports/notifier.ts';
import type {SlotDeps} from './handle-slots.ts';

export type TellDeps = SlotDeps & SendDeps;

/**
 * Tries the queued notices of missed and late slots once each, as the one process that holds the lease. Answers whether
 * none is left.
 */
export async function tellSlots(deps: TellDeps): Promise<boolean> {
  const isQueued = async () => queuedIn(await readScheduler(deps.events)).length > 0;
  if (!(await isQueued())) return true;
  await holdLease(deps, deps.owner, async ({fence}) => {
    await fence();
    await tellQueued(deps, await openScheduler(deps, deps.origin), () => true);
  });
  return !(await isQueued());
}

/** Tells those of the queued notices that are asked for, and records what became of it. */
export async function tellQueued(
  deps: TellDeps,
  scheduler: SchedulerStream,
  asked: (notification: SlotNotification) => boolean,
): Promise<void> {
  const queued = queuedIn(scheduler.state()).filter(asked);
  await deliver(deps, {name: 'scheduler', ...scheduler}, (it, base) => noticeOf(deps, it, base), queued);
}

async function noticeOf(deps: TellDeps, news: SlotNotification, base: NoticeBase): Promise<Notice> {
  if (news.kind === 'missed') return {...base, kind: 'missed', slots: news.slots};
  const {slot} = news.slots[0]!;
  const date = businessDateAt(Date.parse(slot), deps.rules.zone);
  const [running = null] = await reportRuns(deps.events, await deps.runs.list({date, limit: 1}));
  return {...base, kind: 'late', slot, report: running};
}
