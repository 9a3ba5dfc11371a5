import {recordSendFailure, recordSent} from '../../domain/run-decisions.ts';
import {scrub} from '../../domain/scrub.ts';
import type {Origin} from '../events/event-envelope.ts';
import {type JournalDeps, openJournal} from '../events/journal.ts';
import type {Observe} from '../events/progress.ts';
import {readHistory} from '../events/run-history.ts';
import {asFailure} from '../failure.ts';
import type {NextSlot, Notifier} from '../ports/notifier.ts';

export type OutboxDeps = JournalDeps & {readonly notify: Notifier; readonly nextRun: NextSlot};

/** Tries each queued notification once. A failure is recorded and never touches the run's outcome. */
export async function deliverNotifications(deps: OutboxDeps, origin: Origin, observe: Observe): Promise<void> {
  for (const {id, run} of await readHistory(deps.events)) {
    const queued = run.notifications.filter(({status}) => status === 'queued');
    if (queued.length === 0) continue;
    const journal = await openJournal(deps, id, origin, observe);
    for (const notification of queued) {
      const notice = {
        id: `${id}.${notification.id}`,
        kind: notification.kind,
        report: journal.report()!,
        nextRun: deps.nextRun(),
        ...(notification.pending ? {pending: notification.pending} : {}),
      };
      const error = await deps.notify(notice).then(
        () => null,
        (reason: unknown) => asFailure(reason),
      );
      await journal.record(
        error === null
          ? recordSent(notification.id)
          : recordSendFailure(notification.id, scrub(error.message), error.pending),
      );
      // Each further mail would be one more login of the kind that locks an account.
      if (error?.kind === 'refused') return;
    }
  }
}
