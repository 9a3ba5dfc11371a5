import {Failure} from '../failure.ts';
import type {BackupRecord} from '../ports/backup-file.ts';
import type {EnrolmentRegister} from '../ports/enrolment-register.ts';
import type {EventLog} from '../ports/event-log.ts';
import type {EventStore} from '../ports/event-store.ts';
import type {RosterStore} from '../ports/roster-store.ts';
import type {SentMails} from '../ports/sent-mails.ts';

export type BackUpDeps = {
  readonly log: EventLog;
  readonly rosters: RosterStore;
  readonly register: EnrolmentRegister;
  readonly mails: SentMails;
};

/** Throws `usage` where nothing has happened yet: most likely it is not the DATA_DIR that was meant. */
export async function requireState(events: EventStore): Promise<void> {
  const {versions} = await events.heads(0);
  if (versions.size > 0) return;
  throw new Failure('usage', 'there is no state here: nothing to back up', {
    advice: 'say it where the service runs, with its DATA_DIR or MONGODB_URI (softcollection config shows which)',
  });
}

/**
 * The state of one moment, while runs go on: the log up to where it ends now, and then what its events rest on. A run stores
 * its roster and its register entries before the event that names them, and records a key's end after it, so that what is read
 * later has all that these events need. Whatever more it has belongs to an attempt without a plan, as after a crash.
 */
export async function* backUp({log, rosters, register, mails}: BackUpDeps): AsyncGenerator<BackupRecord> {
  for await (const batch of log.read()) for (const logged of batch) yield {kind: 'event', ...logged};
  for (const id of await rosters.ids()) {
    const wrappedKey = await rosters.wrappedKey(id);
    if (wrappedKey) yield {kind: 'roster', id, wrappedKey, parts: await rosters.parts(id)};
  }
  for (const shelf of await register.shelves()) {
    for await (const part of register.parts(shelf)) yield {kind: 'register', part};
  }
  for await (const mail of mails.all()) yield {kind: 'mail', mail};
}
