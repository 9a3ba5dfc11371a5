import {groupTotalsOf} from './group-totals.ts';
import {campaignIdOf, type IsoInstant, parseTheoryId, type RunId} from './ids.ts';
import {type BegunRun, isFinished} from './run.ts';
import type {FailureKind} from './run-events.ts';
import {type Happening, type RunReport, reportRun} from './run-report.ts';
import type {Table} from './tables.ts';

/** A report without the details of its campaigns and people. */
export type RunBrief = Omit<RunReport, 'campaigns' | 'verified' | 'carry_over'>;

/** What is known of a run without reading its events: all that lists, figures and the decisions between runs need. */
export type RunSummary = {
  /** How many of its events are in it. */
  readonly version: number;
  readonly slot: IsoInstant | null;
  /** Nothing will ever be written for it again. */
  readonly isFinished: boolean;
  /** Of its latest failed attempt, though another may be under way. */
  readonly lastFailure: FailureKind | null;
  /** Its planned people, as long as their key is not recorded as destroyed. */
  readonly rosterId: string | null;
  readonly campaigns: number;
  /** How many digits most ids of its load have, as far as it was planned. */
  readonly idDigits: number | null;
  /** How many people it gave each group, by THEORY_ID. */
  readonly dealt: Readonly<Record<string, number>>;
  /** Rows that it put into each table; those that stood there before are not counted. */
  readonly rowsWritten: Readonly<Record<Table, number>>;
  readonly report: RunBrief;
};

/** Of which shape the summaries are: those of another one are made anew from the log. Raise it with each change of what they say. */
export const SUMMARY_SHAPE = 3;

/** The summary of a run, from its state and the times of all its events. */
export function summarizeRun(id: RunId, run: BegunRun, history: readonly Happening[]): RunSummary {
  const {campaigns, verified: _verified, carry_over: _carryOver, ...report} = reportRun(id, run, history)!;
  return {
    version: history.length,
    slot: run.slot,
    isFinished: isFinished(run),
    lastFailure: run.failure?.kind ?? null,
    rosterId: run.plan && !run.rosterKeyDestroyed ? run.plan.rosterId : null,
    campaigns: campaigns.length,
    idDigits: run.plan?.idDigits ?? null,
    dealt: Object.fromEntries(groupTotalsOf(run)),
    rowsWritten: rowsWritten(run),
    report,
  };
}

/** Whether anything is still to come: rows, a mail, or the end of its roster. */
export function isOpen(summary: RunSummary): boolean {
  return !summary.isFinished || summary.rosterId !== null || hasUnsent(summary);
}

/** Whether a mail of it is still to be sent. */
export function hasUnsent({report}: RunSummary): boolean {
  return report.notifications.some(({status}) => status === 'queued');
}

/** How many people a run gave each campaign, by THEORY_ID. */
export function peopleByCampaign({dealt}: Pick<RunSummary, 'dealt'>): Readonly<Record<string, number>> {
  const people: Record<string, number> = {};
  for (const [group, given] of Object.entries(dealt)) {
    const theory = parseTheoryId(group);
    const campaign = theory ? campaignIdOf(theory) : group;
    people[campaign] = (people[campaign] ?? 0) + given;
  }
  return people;
}

function rowsWritten(run: BegunRun): Record<Table, number> {
  const rows = {SC_local_control: 0, SC_local_target: 0, SC_theory_users: 0};
  for (const write of run.plan ? run.written : []) rows[write.table] += write.rows - write.preexisting;
  return rows;
}
