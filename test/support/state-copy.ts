import type {BackupFile, BackupHeader, BackupRecord} from '../../src/application/ports/backup-file.ts';
import {backUp} from '../../src/application/state/back-up.ts';
import {BACKUP_FORMAT} from '../../src/application/state/check-backup.ts';
import type {World} from './world.ts';

/** A backup in memory, with some words of its header replaced. */
export async function copyState(kept: World['kept'], said: Partial<BackupHeader> = {}): Promise<BackupFile> {
  const records: BackupRecord[] = [];
  for await (const record of backUp(kept)) records.push(structuredClone(record));
  const header: BackupHeader = {
    format: BACKUP_FORMAT,
    version: kept.version,
    at: new Date(kept.clock.now()).toISOString(),
    source: 'sqlite',
    digestKey: kept.keys.digestKey,
    rosterKey: kept.enrolmentCipher.keyName,
    ...said,
  };
  return {
    header: async () => header,
    async *records() {
      yield* records;
    },
  };
}
