import {STATE_STREAM} from '../events/state-stream.ts';
import {Failure} from '../failure.ts';
import type {AssignmentKeys} from '../ports/assignment-keys.ts';
import type {BackupCounts, BackupFile, BackupHeader} from '../ports/backup-file.ts';
import type {EnrolmentCipher} from '../ports/enrolment-cipher.ts';
import type {EventLog} from '../ports/event-log.ts';
import type {StoredEvent} from '../ports/event-store.ts';

/** Of the files that this version writes, and the latest that it reads. */
export const BACKUP_FORMAT = 1;

export type CheckDeps = {
  readonly log: EventLog;
  readonly keys: AssignmentKeys;
  readonly enrolmentCipher: EnrolmentCipher;
  readonly version: string;
};

/** What a backup holds, and where its log ends. */
export type FoundBackup = {
  readonly header: BackupHeader;
  readonly counts: BackupCounts;
  readonly position: number;
  /** The greatest that a run of it had. */
  readonly epoch: number;
  /** The last event of the stream `state`. */
  readonly lastOfState: StoredEvent | null;
};

/** Reads a backup from end to end, before anything is changed. Throws `usage` when it is damaged or cannot be of use here. */
export async function checkBackup(
  deps: CheckDeps,
  file: BackupFile,
  count: (counts: BackupCounts) => void,
): Promise<FoundBackup> {
  const header = await file.header();
  refuseHeader(deps, header);
  const counts = {event: 0, roster: 0, register: 0, mail: 0};
  let [position, epoch] = [0, 0];
  let lastOfState: StoredEvent | null = null;
  for await (const record of file.records()) {
    counts[record.kind]++;
    count(counts);
    if (record.kind !== 'event') continue;
    if (record.position === position && !deps.log.sharesPositions) throw mongoOnly();
    position = record.position;
    epoch = Math.max(epoch, epochOf(record.event));
    if (record.event.stream === STATE_STREAM) lastOfState = record.event;
  }
  return {header, counts, position, epoch, lastOfState};
}

function refuseHeader({keys, enrolmentCipher, version}: CheckDeps, header: BackupHeader): void {
  if (header.format > BACKUP_FORMAT || isNewer(header.version, version)) {
    const format = header.format > BACKUP_FORMAT ? `, which reads no file of format ${header.format}` : '';
    throw new Failure(
      'usage',
      `the backup was made by softcollection ${header.version}, and this is ${version}${format}`,
      {
        advice: `restore it with softcollection ${header.version} or a later one`,
      },
    );
  }
  const foreign = [
    ...(header.digestKey === keys.digestKey || keys.former(header.digestKey) ? [] : ['ASSIGNMENT_SECRET']),
    ...([enrolmentCipher, ...enrolmentCipher.former].some((it) => it.keyName === header.rosterKey)
      ? []
      : ['ROSTER_KEY']),
  ];
  if (foreign.length === 0) return;
  const names = foreign.join(' and ');
  throw new Failure('usage', `the backup was made under another ${names} than this installation has`, {
    advice: `bring ${names} of that installation first: its secrets.json into DATA_DIR, or the variables; without ${foreign.length > 1 ? 'them' : 'it'} no run of the backup can be finished or verified`,
  });
}

/** By their numbers; what follows a hyphen is left out. */
function isNewer(theirs: string, ours: string): boolean {
  const [a, b] = [theirs, ours].map((version) => version.split('-')[0]!.split('.').map(Number));
  const i = a!.findIndex((part, k) => part !== b![k]);
  return i >= 0 && a![i]! > (b![i] ?? 0);
}

function epochOf({data}: StoredEvent): number {
  return Number((data as {epoch?: unknown} | null)?.epoch ?? 0) || 0;
}

function mongoOnly(): Failure {
  return new Failure('usage', 'a backup of a state in MongoDB cannot be restored into SQLite', {
    advice:
      'give this installation a MONGODB_URI too: there the events of one append share a place in the log, by which history is proved',
  });
}
