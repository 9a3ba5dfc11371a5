/** What any stream with an outbox records of a mail once it is queued: a storage format, the same for all of them. */
export type SendingEvent =
  | {readonly type: 'NotificationSent'; readonly data: {readonly notificationId: string}}
  | {readonly type: 'NotificationFailed'; readonly data: SendFailure};

type SendFailure = {
  readonly notificationId: string;
  readonly error: string;
  /** The addresses that were put off, when all others have been told; without it, nobody has. */
  readonly pending?: readonly string[];
};

/** A mail in an outbox; each stream adds what it tells of. */
export type Notification = {
  readonly id: string;
  readonly status: 'queued' | 'sent';
  /** Tries that failed. */
  readonly failures: number;
  /** The only addresses that are still to be told, when the others have been. */
  readonly pending: readonly string[] | null;
};

export type Outbox<Queued extends Notification = Notification> = {readonly notifications: readonly Queued[]};

export function queueNotification(id: string): Notification {
  return {id, status: 'queued', failures: 0, pending: null};
}

export function queuedIn<Queued extends Notification>({notifications}: Outbox<Queued>): Queued[] {
  return notifications.filter(({status}) => status === 'queued');
}

/** An outbox's mails after an event. */
export function evolveNotifications<Queued extends Notification>(
  notifications: readonly Queued[],
  {type, data}: SendingEvent,
): readonly Queued[] {
  return notifications.map((it) => {
    if (it.id !== data.notificationId) return it;
    if (type === 'NotificationSent') return {...it, status: 'sent', pending: null};
    return {...it, failures: it.failures + 1, pending: data.pending ?? it.pending};
  });
}

/** Nothing for a mail that is not queued, or not any more. */
export const recordSent =
  (notificationId: string) =>
  (outbox: Outbox): SendingEvent[] =>
    isQueued(outbox, notificationId) ? [{type: 'NotificationSent', data: {notificationId}}] : [];

/** `pending`: the addresses that are still to be told, if the others have been. */
export const recordSendFailure =
  (notificationId: string, error: string, pending: readonly string[] | null = null) =>
  (outbox: Outbox): SendingEvent[] =>
    isQueued(outbox, notificationId)
      ? [{type: 'NotificationFailed', data: {notificationId, error, ...(pending ? {pending} : {})}}]
      : [];

function isQueued(outbox: Outbox, id: string): boolean {
  return queuedIn(outbox).some((it) => it.id === id);
}
