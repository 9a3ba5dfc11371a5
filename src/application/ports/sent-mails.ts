/** A mail as it went out. Like every mail it holds no IIN. */
export type SentMail = {
  /** The stream that told of it, a dot, and its notification's id: `distribution-2024-01-15.1-success`. */
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
};
