import {existsSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import type {Container} from 'inversify';
import {openBackup} from '../adapters/backup-file/open-backup.ts';
import {packBackup} from '../adapters/backup-file/pack-backup.ts';
import type {Services} from '../adapters/cli/cli-services.ts';
import {oldFiles} from '../adapters/files/old-files.ts';
import {writePrivateFile} from '../adapters/files/write-private-file.ts';
import {counted} from '../application/english.ts';
import {auditTrail} from '../application/events/audit.ts';
import type {Origin} from '../application/events/event-envelope.ts';
import type {BackupCounts} from '../application/ports/backup-file.ts';
import {backUp, requireState} from '../application/state/back-up.ts';
import {BACKUP_FORMAT} from '../application/state/check-backup.ts';
import {migrate, planMigration} from '../application/state/migrate.ts';
import {type Old, type OldFiles, prune} from '../application/state/prune.ts';
import {restoreState} from '../application/state/restore.ts';
import type {AdminOutcome} from '../domain/audit-events.ts';
import {scrub} from '../domain/scrub.ts';
import type {Config} from './config/config-types.ts';
import {AUDIT_FILE, SECRETS_FILE} from './secrets.ts';
import {TOKENS as T} from './tokens.ts';

export type StateContext = {
  readonly config: Config;
  readonly version: string;
  readonly who: string;
  readonly origin: Origin;
  readonly owner: string;
};

const DAY_MS = 86_400_000;
const NO_FILES: OldFiles = {list: async () => [], remove: async () => {}};

/** What looks after the state store as a whole. */
export function createStateServices(
  open: () => Promise<Container>,
  {config, version, who, origin, owner}: StateContext,
): Pick<Services, 'backUpState' | 'restoreState' | 'migrateState' | 'prune'> {
  const deps = async () => {
    const container = await open();
    const stores = {
      log: container.get(T.log),
      mails: container.get(T.sentMails),
      summaries: container.get(T.summaries),
      heartbeats: container.get(T.heartbeats),
    };
    return {...container.get(T.runDeps), ...stores, version};
  };
  const tell = async (what: string, outcome: AdminOutcome) =>
    auditTrail(await deps(), 'cli')({who, what, from: 'command line', outcome, requestId: origin.correlationId});
  return {
    backUpState: async (file, {replace}, observe) => {
      const from = await deps();
      await requireState(from.events);
      const what = `state backup: ${scrub(file)}`;
      const header = {
        format: BACKUP_FORMAT,
        version,
        at: new Date(from.clock.now()).toISOString(),
        source: config.state.type,
        digestKey: from.keys.digestKey,
        rosterKey: from.enrolmentCipher.keyName,
      };
      let counts: BackupCounts = {event: 0, roster: 0, register: 0, mail: 0};
      const count = (now: BackupCounts) => {
        counts = now;
        observe(now);
      };
      // Before the first byte, so that the backup has it too.
      await tell(what, 'done');
      try {
        await writePrivateFile(file, packBackup(header, backUp(from), count), {replace});
      } catch (error) {
        await tell(what, 'failed');
        throw error;
      }
      return {file, counts, apart: keptApart(config)};
    },
    restoreState: async (file, {replace}, observe) => {
      const found = await restoreState(await deps(), openBackup(file), {replace, origin, owner}, observe);
      const {at, version: madeBy, source} = found.header;
      return {at, version: madeBy, source, counts: found.counts};
    },
    migrateState: async ({dryRun}) => {
      const container = await open();
      const survey = container.get(T.survey);
      if (dryRun) return planMigration(survey);
      // The embedded files of the bank are made up to date at their first use.
      const bank = config.storage.type === 'sqlite' ? [container.get(T.probeDssb), container.get(T.probeSpss)] : [];
      return migrate(survey, {runs: container.get(T.runs), open: () => Promise.all(bank.map((probe) => probe()))});
    },
    prune: async (days, {dryRun}) => {
      const {mails, clock} = await deps();
      const mailFiles = oldFiles(join(config.dataDir, 'mail'), (name) => name.endsWith('.eml'));
      const logFiles = config.log.file === null ? NO_FILES : rotated(config.log.file);
      const record = ({before, ...old}: Old) =>
        tell(
          `prune: before ${before}, ${counted(old.mails, 'mail')}, ${counted(old.mail_files + old.log_files, 'file')}`,
          'done',
        );
      return prune({mails, mailFiles, logFiles}, clock.now() - days * DAY_MS, dryRun ? null : record);
    },
  };
}

/** Those that a rotation has put aside, by whatever program: `app.log.1`, `app.log-20240115.gz`. */
function rotated(file: string): OldFiles {
  return oldFiles(dirname(file), (name) => ['.', '-'].some((mark) => name.startsWith(`${basename(file)}${mark}`)));
}

/** What a backup is worth nothing without, and what it does not hold, each with its place. */
function keptApart({secrets, auth, dataDir, storage}: Config): {what: string; where: string}[] {
  const inData = (name: string) => join(dataDir, name);
  const settings = 'your settings';
  const names = ['ASSIGNMENT_SECRET', 'ROSTER_KEY', ...(auth.type === 'secret' ? ['AUTH_JWT_SECRET'] : [])];
  const generated: readonly string[] = secrets.generated;
  const old = [
    ...(secrets.oldAssignmentSecrets.length > 0 ? ['ASSIGNMENT_SECRET_OLD'] : []),
    ...(secrets.oldRosterKeys.length > 0 ? ['ROSTER_KEY_OLD'] : []),
    ...(secrets.auditKey !== null ? ['AUDIT_KEY'] : []),
  ];
  const hasAuditFile = secrets.auditKey === null && existsSync(inData(AUDIT_FILE));
  return [
    ...names.map((what) => ({what, where: generated.includes(what) ? inData(SECRETS_FILE) : settings})),
    ...old.map((what) => ({what, where: settings})),
    ...(hasAuditFile ? [{what: 'AUDIT_KEY', where: inData(AUDIT_FILE)}] : []),
    ...(storage.type === 'sqlite' ? ['dssb_app.db', 'spss.db'] : [])
      .map((what) => ({what, where: inData(what)}))
      .filter(({where}) => existsSync(where)),
  ];
}
