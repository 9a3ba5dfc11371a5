import type {RunStatus} from '../../domain/run.ts';
import type {FailureKind, RunFailure, SkipReason, Stage} from '../../domain/run-events.ts';
import type {MissedReason} from '../../domain/scheduler.ts';
import type {Database} from '../../domain/tables.ts';

/** What states, stages and reasons are called; they go after a colon. */
export type Names = {
  readonly stages: Readonly<Record<Stage, string>>;
  readonly statuses: Readonly<Record<RunStatus, string>>;
  readonly failures: Readonly<Record<FailureKind, string>>;
  readonly missed: Readonly<Record<MissedReason, string>>;
  /** Why a run was skipped; an unknown reason is said as it is. */
  readonly skipReason: (reason: SkipReason | string, countDay: string) => string;
};

/** What a failure is told as, from what its event says for programs; its own words are English and quoted elsewhere. */
export type FailureWords = {
  readonly whatFailed: (failure: RunFailure) => string;
  /** The first thing to do by hand. */
  readonly firstAid: (failure: RunFailure, countDay: string) => string;
};

/** The same in every language. */
export const DATABASE_NAMES: Readonly<Record<Database, string>> = {dssb_app: 'DSSB_APP', spss: 'SPSS'};

/** The name of a failure's kind; undefined for what is none. */
export function failureName({failures}: Names, kind: string): string | undefined {
  return Object.entries(failures).find(([name]) => name === kind)?.[1];
}
