import type {IsoInstant} from '../../domain/ids.ts';
import type {NotificationKind} from '../../domain/run-events.ts';
import type {RunReport} from '../../domain/run-report.ts';
import type {MissedSlot} from '../../domain/scheduler.ts';

/** Something that people are to be told. `id` is the same each time it is tried. */
export type Notice = RunNotice | MissedNotice | LateNotice | OutageNotice;

/** What every notice says. */
export type NoticeBase = {
  readonly id: string;
  /** Random, kept with what is told: the same each time it is tried, another one in every other installation. */
  readonly token?: string | null;
  /** When the next scheduled run begins; null when that is not known. */
  readonly nextRun?: IsoInstant | null;
  /** Of the log, for whoever wants to prove later that nothing before it was changed; null when it could not be read. */
  readonly head?: string | null;
  /** The only addresses still to be told, after an earlier try has told the others. */
  readonly pending?: readonly string[];
};

/** What became of a run. */
export type RunNotice = NoticeBase & {readonly kind: NotificationKind; readonly report: RunReport};

/** Slots that no run was started for, oldest first, at least one; those of several days may share a mail. */
export type MissedNotice = NoticeBase & {readonly kind: 'missed'; readonly slots: readonly MissedSlot[]};

/** An hour after its slot no run of the day has ended. `report`: the run that is still going on, if one was started. */
export type LateNotice = NoticeBase & {
  readonly kind: 'late';
  readonly slot: IsoInstant;
  readonly report: RunReport | null;
};

/** The state store is gone, so that there is no run to tell of. Texts hold no IIN. */
export type OutageNotice = NoticeBase & {
  readonly kind: 'outage';
  readonly at: IsoInstant;
  readonly message: string;
  readonly advice: string | null;
};

/** Tells people; throws when they could not be told, with `pending` when that is true of some of them only. */
export type Notifier = (notice: Notice) => Promise<void>;

/** When the next scheduled run begins; null when there is none. */
export type NextSlot = () => IsoInstant | null;
