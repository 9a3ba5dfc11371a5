import type {IsoInstant} from '../../domain/ids.ts';
import type {StateEvent} from '../../domain/state-events.ts';
import {counted} from '../english.ts';
import {type Origin, sealEvents} from '../events/event-envelope.ts';
import type {StreamDeps} from '../events/event-stream.ts';
import {STATE_STREAM} from '../events/state-stream.ts';
import {Failure} from '../failure.ts';
import {holdLease, type LeaseDeps} from '../hold-lease.ts';
import type {BackupCounts, BackupFile} from '../ports/backup-file.ts';
import type {LoggedEvent} from '../ports/event-log.ts';
import type {Heartbeats} from '../ports/heartbeats.ts';
import type {RunSummaries} from '../ports/run-summaries.ts';
import type {BackUpDeps} from './back-up.ts';
import {type CheckDeps, checkBackup, type FoundBackup} from './check-backup.ts';

export type RestoreDeps = BackUpDeps &
  CheckDeps &
  LeaseDeps &
  StreamDeps & {readonly summaries: RunSummaries; readonly heartbeats: Heartbeats};

export type RestoreRequest = {
  /** A state that stands here goes. */
  readonly replace: boolean;
  readonly origin: Origin;
  readonly owner: string;
};

/**
 * Puts a backup in the place of the state. Its first event here is a mark that says so, and how many are to follow: what breaks
 * off leaves a state that is not whole and says it, and may be said again with `replace`. Throws `fenced` beside a run, and beside a
 * service, which would go on with what it has read of the state before.
 */
export async function restoreState(
  deps: RestoreDeps,
  file: BackupFile,
  {replace, origin, owner}: RestoreRequest,
  count: (counts: BackupCounts) => void,
): Promise<FoundBackup> {
  const found = await checkBackup(deps, file, count);
  const answer = await holdLease(deps, owner, async () => {
    await refuseLive(deps);
    if (!replace) await refuseFull(deps);
    const mark = markOf(deps, found, origin);
    await deps.log.replace(logOf(mark));
    await emptyBeside(deps);
    for await (const record of file.records()) {
      if (record.kind === 'roster') await deps.rosters.save(record.id, record.wrappedKey, record.parts);
      if (record.kind === 'register') await deps.register.add([record.part]);
      if (record.kind === 'mail') await deps.mails.keep(record.mail);
    }
    await deps.log.replace(logOf(mark, file));
    await deps.lease.skipTo(found.epoch);
  });
  if (answer.type === 'done') return found;
  throw new Failure('fenced', `a run is active: ${answer.owner}`, {
    advice: `try again once it has ended; one that was killed counts as gone from ${answer.until} on`,
  });
}

async function refuseLive({heartbeats}: RestoreDeps): Promise<void> {
  const [service] = await heartbeats.live();
  if (!service) return;
  throw new Failure('fenced', `a service is at work on this state: ${service.owner}`, {
    advice: `stop it, and try again; one that was killed counts as gone from ${service.until} on`,
  });
}

async function refuseFull({events}: RestoreDeps): Promise<void> {
  const {versions} = await events.heads(0);
  if (versions.size === 0) return;
  const count = [...versions.values()].reduce((sum, version) => sum + version, 0);
  throw new Failure('usage', `the state here is not empty: it has ${counted(count, 'event')}`, {
    advice: 'back it up too; then say --replace, and it goes for good',
  });
}

function markOf(deps: RestoreDeps, {header, counts, position, lastOfState}: FoundBackup, origin: Origin): LoggedEvent {
  const data = {backupAt: header.at as IsoInstant, version: header.version, events: counts.event};
  const restored: StateEvent = {type: 'StateRestored', data};
  const at = new Date(deps.clock.now()).toISOString();
  const [event] = sealEvents(STATE_STREAM, lastOfState, [restored], {...origin, at, ...deps});
  return {position: position + 1, event: event!};
}

async function* logOf(mark: LoggedEvent, file?: BackupFile): AsyncGenerator<LoggedEvent> {
  yield mark;
  if (!file) return;
  for await (const record of file.records()) if (record.kind === 'event') yield record;
}

async function emptyBeside({rosters, register, mails, summaries}: RestoreDeps): Promise<void> {
  for (const id of await rosters.ids()) await rosters.destroyKey(id);
  for (const shelf of await register.shelves()) await register.remove(shelf, null);
  await mails.remove(null);
  await summaries.clear();
}
