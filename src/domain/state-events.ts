import type {IsoInstant} from './ids.ts';

/** The state was put in the place of another one, from a backup. */
export type StateRestored = {
  /** When the backup was made, and by which version. */
  readonly backupAt: IsoInstant;
  readonly version: string;
  /** How many events it brought: with fewer in the log the restoring was broken off. */
  readonly events: number;
};

/** The events of the stream `state`: a storage format, like those of a run. */
export type StateEvent = {readonly type: 'StateRestored'; readonly data: StateRestored};
