import {queuedIn} from '../../domain/notifications.ts';
import type {RunStatus} from '../../domain/run.ts';
import type {FailureKind} from '../../domain/run-events.ts';
import {hasUnsent, peopleByCampaign, type RunSummary} from '../../domain/run-summary.ts';
import type {Scheduler} from '../../domain/scheduler.ts';
import type {Warning} from '../../domain/warnings.ts';
import type {EventStore} from '../ports/event-store.ts';
import type {RunProjection} from './run-projection.ts';
import type {RunTotals} from './run-totals.ts';
import {readScheduler} from './scheduler-stream.ts';

/** Totals over all that the event store knows: the same in every process and after a restart. */
export type RunFigures = Omit<RunTotals, 'runs'> & {
  readonly slotsMissed: number;
  /** Groups of unfinished runs whose rows a table still lacks, once for each table. */
  readonly owedGroups: number;
  /** Rows that are missing or too many over the campaigns' lives, as the latest run has found them. */
  readonly differingRows: number;
  /** Campaigns whose groups lose rows unequally, as the latest run has found them. */
  readonly unequalLosses: number;
  /** Of the latest run, by hand or not; null before the first. */
  readonly latest: {
    readonly status: RunStatus;
    readonly failure: FailureKind | null;
    readonly warnings: readonly Warning['kind'][];
    /** By campaign. */
    readonly people: Readonly<Record<string, number>>;
  } | null;
  /** When the latest run of a slot ended; null while it is under way, and before the first. Seconds since 1970, like all below. */
  readonly slotEnded: number | null;
  /** How many runs of slots were skipped in a row until now; no more than ten are looked at. */
  readonly skipsInARow: number;
  /** The latest slot that was missed although the job was on. */
  readonly slotMissed: number | null;
  /** Since when the oldest unsent mail is due. */
  readonly mailQueuedSince: number | null;
};

/** How many of the latest runs are looked at. */
const LATEST_RUNS = 10;

export async function readFigures({events, runs}: {events: EventStore; runs: RunProjection}): Promise<RunFigures> {
  const {runs: _, ...totals} = await runs.totals();
  const open = await runs.open();
  const summaries = await runs.list({limit: LATEST_RUNS});
  const scheduler = await readScheduler(events);
  const [latest] = summaries;
  const warnings = latest?.report.warnings ?? [];
  return {
    ...totals,
    differingRows: differingRows(warnings),
    unequalLosses: warnings.filter(({kind}) => kind === 'losses_differ').length,
    slotsMissed: scheduler.missed.length,
    owedGroups: open.flatMap(({report}) => report.owed).length,
    latest: latest ? ofLatest(latest) : null,
    ...latestSlots(summaries.filter(({slot}) => slot !== null)),
    slotMissed: seconds(scheduler.missed.findLast(({reason}) => reason !== 'switched_off')?.slot ?? null),
    mailQueuedSince: mailQueuedSince(open, scheduler),
  };
}

function ofLatest(latest: RunSummary): RunFigures['latest'] {
  const {status, warnings} = latest.report;
  const kinds = warnings.map(({kind}) => kind);
  return {status, failure: latest.lastFailure, warnings: kinds, people: peopleByCampaign(latest)};
}

function differingRows(warnings: readonly Warning[]): number {
  const rows = warnings.map((it) => (it.kind === 'tables_differ' ? Math.abs(it.expected - it.found) : 0));
  return rows.reduce((sum, it) => sum + it, 0);
}

/** Newest first. */
function latestSlots(ofSlots: readonly RunSummary[]): Pick<RunFigures, 'slotEnded' | 'skipsInARow'> {
  const worked = ofSlots.findIndex(({report}) => report.status !== 'skipped');
  return {
    slotEnded: seconds(ofSlots[0]?.report.ended_at ?? null),
    skipsInARow: worked === -1 ? ofSlots.length : worked,
  };
}

function mailQueuedSince(open: readonly RunSummary[], scheduler: Scheduler): number | null {
  const ofRuns = open.filter(hasUnsent).map(({report}) => report.ended_at ?? report.started_at);
  const ofSlots = queuedIn(scheduler).flatMap(({slots}) => slots.slice(-1).map(({slot}) => slot));
  const all = [...ofRuns, ...ofSlots].map((at) => Date.parse(at) / 1000);
  return all.length > 0 ? Math.min(...all) : null;
}

function seconds(at: string | null): number | null {
  return at === null ? null : Date.parse(at) / 1000;
}
