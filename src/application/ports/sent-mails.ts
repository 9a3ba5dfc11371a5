/** A mail as it went out. Like every mail it holds no IIN. */
export type SentMail = {
  /** As `mailId` says it. */
  readonly id: string;
  /** When it was made, ISO instant. */
  readonly at: string;
  readonly messageId: string;
  readonly subject: string;
  /** The receiving side's last word. */
  readonly answer: string;
  /** Gzipped. */
  readonly html: Uint8Array;
};

/** Keeps mails for whoever asks later what people were told. */
export type SentMails = {
  /** The first one kept under an id stands: later tries of it go to a few addresses only. */
  keep(mail: SentMail): Promise<void>;
  /** Null when none is kept: it was not sent, or by a version that kept none. */
  find(id: string): Promise<SentMail | null>;
  /** By id; few are held in memory at a time. */
  all(): AsyncIterable<SentMail>;
  /** How many were made before an instant. */
  count(before: string): Promise<number>;
  /** Forgets those made before an instant, or all; answers how many. */
  remove(before: string | null): Promise<number>;
};

/**
 * The stream that tells of a mail, a dot, and the id of its notification, with dashes for the colons of a slot, so that it is
 * fit for a header and a file's name: `distribution-2024-01-15.1-success`.
 */
export function mailId(stream: string, notification: string): string {
  return `${stream}.${notification.replaceAll(':', '-')}`;
}
