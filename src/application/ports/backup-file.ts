import type {RegisterPart} from './enrolment-register.ts';
import type {LoggedEvent} from './event-log.ts';
import type {RosterPart} from './roster-store.ts';
import type {SentMail} from './sent-mails.ts';

/** What a backup says of itself. */
export type BackupHeader = {
  /** Of the file. */
  readonly format: number;
  /** Of the program that made it. */
  readonly version: string;
  /** ISO instant. */
  readonly at: string;
  /** Where the state was. */
  readonly source: 'sqlite' | 'mongodb';
  /** Names the ASSIGNMENT_SECRET and the ROSTER_KEY that it is worth nothing without; tells neither. */
  readonly digestKey: string;
  readonly rosterKey: string;
};

/** One thing of the state. What can be made anew (the read model, the alarm clock's job) is none. */
export type BackupRecord =
  | ({readonly kind: 'event'} & LoggedEvent)
  | {
      readonly kind: 'roster';
      readonly id: string;
      readonly wrappedKey: Uint8Array;
      readonly parts: readonly RosterPart[];
    }
  | {readonly kind: 'register'; readonly part: RegisterPart}
  | {readonly kind: 'mail'; readonly mail: SentMail};

export type BackupCounts = Readonly<Record<BackupRecord['kind'], number>>;

/** A backup to be restored; it may be read more than once. */
export type BackupFile = {
  /** Throws `usage` for what is no backup. */
  header(): Promise<BackupHeader>;
  /** All records, as they were backed up. Throws `usage` where the file is damaged or cut short, at its end at the latest. */
  records(): AsyncIterable<BackupRecord>;
};
