import type {GroupTotals} from '../../domain/campaign-plan.ts';
import type {BusinessDate, IsoInstant, RunId, TheoryId} from '../../domain/ids.ts';
import type {RunStatus} from '../../domain/run.ts';
import type {RunSummary} from '../../domain/run-summary.ts';

export type SummaryQuery = {
  readonly limit: number;
  /** Only the runs that come before this one, which need not exist. */
  readonly before?: RunId | null;
  readonly status?: RunStatus;
  readonly date?: BusinessDate;
};

/** The read model of the runs: a projection of the event log, kept beside it, with the position that it has reached. */
export type RunSummaries = {
  /** All events up to here are in it; 0 for an empty one, or one of another shape. */
  position(): Promise<number>;
  /**
   * Puts these in the place of older summaries of the same runs, and moves the position from `from` to `to`. False, and the
   * position stays, when it is not `from`: another process has been at it. A summary of more events is never replaced.
   */
  save(changed: readonly RunSummary[], from: number, to: number): Promise<boolean>;
  /** Forgets all; the position is 0. */
  clear(): Promise<void>;

  /** Newest first. */
  list(query: SummaryQuery): Promise<readonly RunSummary[]>;
  /** Those that something is still to come for (`isOpen`), oldest first. */
  open(): Promise<readonly RunSummary[]>;
  /** The runs that answer for a slot, oldest first. */
  ofSlot(slot: IsoInstant): Promise<readonly RunSummary[]>;
  /** The latest slot that a run answers for. */
  latestSlot(): Promise<IsoInstant | null>;
  /** How many people all runs together gave each of these groups; a group that is absent has none. */
  groupTotals(theoryIds: readonly TheoryId[]): Promise<GroupTotals>;
  /** How many people each run gave these groups, oldest first; without runs that gave them nobody. */
  dealtByRun(theoryIds: readonly TheoryId[]): Promise<readonly {run_id: RunId; people: GroupTotals}[]>;
};
