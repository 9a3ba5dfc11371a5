import {type Notification, type Outbox, queuedIn, recordSendFailure, recordSent} from '../../domain/notifications.ts';
import type {NotificationKind} from '../../domain/run-events.ts';
import {hasUnsent} from '../../domain/run-summary.ts';
import {scrub} from '../../domain/scrub.ts';
import type {Origin} from '../events/event-envelope.ts';
import {type JournalDeps, openJournal} from '../events/journal.ts';
import {headOf, takeHead} from '../events/log-head.ts';
import type {Observe} from '../events/progress.ts';
import type {RunProjection} from '../events/run-projection.ts';
import {asFailure} from '../failure.ts';
import type {NextSlot, Notice, NoticeBase, Notifier} from '../ports/notifier.ts';
import {mailId} from '../ports/sent-mails.ts';

export type SendDeps = {readonly notify: Notifier; readonly nextRun: NextSlot};
export type OutboxDeps = JournalDeps & SendDeps & {readonly runs: RunProjection};

/** A stream that queues mails. */
export type OutboxStream<Queued extends Notification> = {
  readonly name: string;
  state(): Outbox<Queued>;
  stored(): readonly {readonly id: string}[];
  record(decision: ReturnType<typeof recordSent>): Promise<unknown>;
};

/**
 * Tries each queued mail of a stream once, oldest first. A failure is recorded, and touches nothing else. False: the login
 * was refused, and each further mail would be one more of the kind that locks an account.
 */
export async function deliver<Queued extends Notification>(
  {notify, nextRun}: SendDeps,
  {name, state, stored, record}: OutboxStream<Queued>,
  noticeOf: (queued: Queued, base: NoticeBase) => Notice | Promise<Notice>,
  queued: readonly Queued[] = queuedIn(state()),
): Promise<boolean> {
  for (const it of queued) {
    const token = stored()[0]?.id ?? null;
    const base = {id: mailId(name, it.id), token, nextRun: nextRun(), ...(it.pending ? {pending: it.pending} : {})};
    const error = await notify(await noticeOf(it, base)).then(() => null, asFailure);
    await record(error ? recordSendFailure(it.id, scrub(error.message), error.pending) : recordSent(it.id));
    if (error?.kind === 'refused') return false;
  }
  return true;
}

/** Those of all runs. */
export async function deliverNotifications(deps: OutboxDeps, origin: Origin, observe: Observe): Promise<void> {
  const unsent = (await deps.runs.open()).filter(hasUnsent);
  for (const {run_id} of unsent.map(({report}) => report)) {
    const journal = await openJournal(deps, run_id, origin, observe);
    const stream = {name: run_id, state: journal.run, stored: journal.stored, record: journal.record};
    const noticeOf = async ({kind}: {kind: NotificationKind}, base: NoticeBase): Promise<Notice> => {
      const head = kind === 'success' ? await takeHead(deps, headOf(journal.stored())).catch(() => null) : null;
      return {...base, head, kind, report: journal.report()!};
    };
    if (!(await deliver(deps, stream, noticeOf))) return;
  }
}
