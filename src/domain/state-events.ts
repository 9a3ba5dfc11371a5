import type {BusinessDate, IsoInstant} from './ids.ts';

/** The state was put in the place of another one, from a backup. */
export type StateRestored = {
  /** When the backup was made, and by which version. */
  readonly backupAt: IsoInstant;
  readonly version: string;
  /** How many events it brought: with fewer in the log the restoring was broken off. */
  readonly events: number;
};

/** Rows of a day that no run of the state has put into the control and target tables. */
export type UnknownRows = {readonly date: BusinessDate; readonly rows: number};

/** A restored state may be run on again: the tables have nothing that it lacks, or a person says so all the same. */
export type StateReconciled = {readonly by: 'comparison' | 'person'; readonly unknown: readonly UnknownRows[]};

/** The events of the stream `state`: a storage format, like those of a run. */
export type StateEvent =
  | {readonly type: 'StateRestored'; readonly data: StateRestored}
  | {readonly type: 'StateReconciled'; readonly data: StateReconciled};

/** What was restored and not compared with the tables yet. */
export type StateMark = StateRestored | null;

export function evolveState(_: StateMark, event: StateEvent): StateMark {
  return event.type === 'StateRestored' ? event.data : null;
}

export const reconcile =
  (found: StateReconciled) =>
  (mark: StateMark): StateEvent[] =>
    mark === null ? [] : [{type: 'StateReconciled', data: found}];
