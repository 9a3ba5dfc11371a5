import {Gauge, type Registry} from 'prom-client';
import type {HttpServices} from './http-services.ts';

type Figures = Awaited<ReturnType<HttpServices['figures']>>;
type Schedule = Pick<Awaited<ReturnType<HttpServices['schedulerStatus']>>, 'nextRun' | 'latestSlot'>;
type Latest = NonNullable<Figures['latest']>;

/** Each has its own series, so that an alert sees 0 before it sees 1. A new one does not compile until it is listed. */
const STATUSES: Readonly<Record<Latest['status'], true>> = {
  running: true,
  partial: true,
  failed: true,
  completed: true,
  skipped: true,
  abandoned: true,
};
const FAILURES: Readonly<Record<NonNullable<Latest['failure']>, true>> = {
  unreachable: true,
  refused: true,
  safety_stop: true,
  breach: true,
  expired: true,
  unexpected: true,
};

/** What alerts ask of the latest run and slot. Times are seconds since 1970, 0 where there is none. */
export function latestMetrics(registers: Registry[]): (figures: Figures, schedule: Schedule) => void {
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({name, help, labelNames, registers});
  const success = gauge(
    'distribution_last_success_timestamp_seconds',
    'When a run was last completed; 0 when none was',
  );
  const next = gauge('distribution_next_run_timestamp_seconds', 'When the daily job runs next; 0 when switched off');
  const slot = gauge(
    'distribution_slot_timestamp_seconds',
    'The latest time at which the daily job was due since it is switched on; 0 when switched off',
  );
  const ended = gauge(
    'distribution_last_end_timestamp_seconds',
    'When the latest run of the daily job ended, however it did; 0 while it is under way',
  );
  const missed = gauge(
    'distribution_missed_slot_timestamp_seconds',
    'The latest time at which the daily job was due, was switched on, and was not run',
  );
  const skips = gauge('distribution_skips_in_a_row', 'Latest runs of the daily job that were all skipped, at most 10');
  const mail = gauge(
    'distribution_mail_queued_timestamp_seconds',
    'Since when the oldest unsent mail is due; 0: none is',
  );
  const status = gauge('distribution_last_run_status', '1 for the status of the latest run', ['status']);
  const failure = gauge('distribution_last_run_failure', '1 for the kind of failure of the latest run', ['kind']);
  const warnings = gauge('distribution_last_run_warnings', 'Warnings of the latest run, by kind', ['kind']);
  const users = gauge('distribution_last_run_users', 'People that the latest run gave each campaign', ['campaign']);
  return (figures, {nextRun, latestSlot}) => {
    success.set(figures.lastSuccess ?? 0);
    next.set(nextRun === null ? 0 : Date.parse(nextRun) / 1000);
    slot.set(latestSlot === null ? 0 : Date.parse(latestSlot) / 1000);
    ended.set(figures.slotEnded ?? 0);
    missed.set(figures.slotMissed ?? 0);
    skips.set(figures.skipsInARow);
    mail.set(figures.mailQueuedSince ?? 0);
    const {latest} = figures;
    for (const it of Object.keys(STATUSES)) status.set({status: it}, latest?.status === it ? 1 : 0);
    for (const it of Object.keys(FAILURES)) failure.set({kind: it}, latest?.failure === it ? 1 : 0);
    for (const byLabel of [warnings, users]) byLabel.reset();
    for (const it of latest?.warnings ?? []) warnings.inc({kind: it});
    for (const [campaign, n] of Object.entries(latest?.people ?? {})) users.set({campaign}, n);
  };
}
