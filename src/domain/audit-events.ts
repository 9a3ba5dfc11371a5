/** The events of the stream `audit`: a storage format, like those of a run. */
export type AuditEvent = {readonly type: 'AdminActionRecorded'; readonly data: AdminAction};

/** What became of it: done, refused to do (the caller's fault), or failed (ours). */
export const ADMIN_OUTCOMES = ['done', 'refused', 'failed'] as const;
export type AdminOutcome = (typeof ADMIN_OUTCOMES)[number];

/** That somebody asked for what only admins may. Texts hold no IIN. */
export type AdminAction = {
  /** The token's subject. */
  readonly who: string;
  /** What was asked for, such as `POST /scheduler/stop`. */
  readonly what: string;
  /** The caller's network address. */
  readonly from: string;
  readonly outcome: AdminOutcome;
  /** Also in the log and in the answer. */
  readonly requestId: string;
};
