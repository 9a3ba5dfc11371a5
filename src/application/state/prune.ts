import type {SentMails} from '../ports/sent-mails.ts';

/** Files that grow with time and that nothing rests on. */
export type OldFiles = {
  /** Those last written before a moment, in ms since 1970. */
  list(before: number): Promise<readonly {readonly path: string; readonly bytes: number}[]>;
  remove(path: string): Promise<void>;
};

export type PruneDeps = {
  readonly mails: SentMails;
  readonly mailFiles: OldFiles;
  readonly logFiles: OldFiles;
};

/** How many mails that were kept, files of mails and log files are old; and what the files take. */
export type Old = {
  readonly before: string;
  readonly mails: number;
  readonly mail_files: number;
  readonly log_files: number;
  readonly bytes: number;
};

/**
 * What is older than a moment (ms since 1970) and only there to be looked at; `record` is told before anything goes. Events are
 * never among it: the chain, whom a run may deal, and what it carries over rest on them; nor rosters and lists, which have
 * terms of their own.
 */
export async function prune(
  {mails, mailFiles, logFiles}: PruneDeps,
  moment: number,
  record: ((old: Old) => Promise<void>) | null,
): Promise<Old> {
  const before = new Date(moment).toISOString();
  const [eml, logs] = [await mailFiles.list(moment), await logFiles.list(moment)];
  const bytes = [...eml, ...logs].reduce((sum, file) => sum + file.bytes, 0);
  const kept = await mails.count(before);
  const old = {before, mails: kept, mail_files: eml.length, log_files: logs.length, bytes};
  if (record === null || kept + eml.length + logs.length === 0) return old;
  await record(old);
  await mails.remove(before);
  for (const {path} of eml) await mailFiles.remove(path);
  for (const {path} of logs) await logFiles.remove(path);
  return old;
}
