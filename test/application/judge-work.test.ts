import {expect} from 'chai';
import {judgeOwed, judgeSchedule, type Owed} from '../../src/application/checks/work.ts';
import type {IsoInstant} from '../../src/domain/ids.ts';
import {type MissedReason, NEW_SCHEDULER, type Scheduler} from '../../src/domain/scheduler.ts';
import {DAY_MS, expectSaid, NOW, said, ZONE} from '../support/said-of-checks.ts';
import {sampleSummary} from '../support/sample-summary.ts';

const HOUR = 3_600_000;
const at = (ms: number) => new Date(ms).toISOString() as IsoInstant;

describe('what is said of the work', () => {
  it('of the schedule', () => {
    const rules = {cron: '0 9 * * *', timezone: ZONE};
    const from = at(NOW - DAY_MS);
    const judge = (change: Partial<Scheduler>, due: string | null = '2026-11-28T04:00:00.000Z') =>
      judgeSchedule({...NEW_SCHEDULER, ...change}, rules, due);
    const on = {switches: [{on: true, from}]};
    const off = (more: object) => ({switches: [{on: true, from}, {on: false, from, ...more}]}); // biome-ignore format: short
    const set = (change: object) => ({...on, schedules: [{...rules, from, ...change}]});
    const anew = '|  | start the service anew';
    const start = '|  | softcollection scheduler start';
    expectSaid([
      [judge({}), 'ok: no start yet; the first run would be at 2026-11-28T09:00:00+05:00 |  | '],
      [judge(on), 'ok: on, next at 2026-11-28T09:00:00+05:00 |  | '],
      [judge(on, null), 'warn: 0 9 * * * is never due |  | '],
      [judge(off({by: 'ivanov', reason: 'holidays'})), `warn: switched off since ${from} by ivanov: holidays ${start}`],
      [judge(off({})), `warn: switched off since ${from} by somebody ${start}`],
      [judge(set({})), 'ok: on, next at 2026-11-28T09:00:00+05:00 |  | '],
      [
        judge(set({cron: '0 8 * * *'})),
        `warn: the service works by 0 8 * * * ${ZONE}, the configuration says 0 9 * * * ${ZONE} ${anew}`,
      ],
      [
        judge(set({timezone: 'UTC'})),
        `warn: the service works by 0 9 * * * UTC, the configuration says 0 9 * * * ${ZONE} ${anew}`,
      ],
    ]);
  });

  it('of what is owed: runs, mails, days and lists', () => {
    const owed = (open: Owed['open'], scheduler: Partial<Scheduler> = {}) =>
      judgeOwed({open, scheduler: {...NEW_SCHEDULER, ...scheduler}, rosterDays: 7, now: NOW});
    const run = (change: Parameters<typeof sampleSummary>[1]) =>
      owed([sampleSummary('distribution-2026-11-26', change)]);
    const told = (status: 'queued' | 'sent', ended_at: IsoInstant | null) =>
      sampleSummary('distribution-2026-11-26', {report: {started_at: at(NOW - 2 * DAY_MS), ended_at, notifications: [{id: 'x', kind: 'success', status, failures: 0}]}}); // biome-ignore format: a row
    const mail = (status: 'queued' | 'sent', ended: number | null) =>
      owed([told(status, ended === null ? null : at(ended))]);
    const missed = (reason: MissedReason, ms: number) => owed([], {missed: [{slot: at(NOW - ms), reason}]});
    const list = (days: number, change: object = {}) =>
      run({rosterId: 'r', report: {started_at: at(NOW - 30 * DAY_MS), ended_at: at(NOW - days * DAY_MS)}, ...change});
    const late = (ms: number) =>
      owed([], {notifications: [{id: 'l', status: 'queued', failures: 0, pending: null, kind: 'late', slots: [9 * DAY_MS, 8 * DAY_MS, ms].map((ago) => ({slot: at(NOW - ago)}))}]}); // biome-ignore format: a row
    const [test, destroy] = ['|  | softcollection mail test', '|  | start the service: it destroys them'];
    const lists = `warn: 1 list of people older than ROSTER_DAYS=7 ${destroy}`;
    const two = ['distribution-2026-11-25', 'distribution-2026-11-26'].map((id) =>
      sampleSummary(id, {isFinished: false, report: {started_at: at(NOW - 90 * 60_000)}}),
    );
    expectSaid([
      [owed([]), 'ok: nothing |  | '],
      [
        owed(two),
        'warn: unfinished: distribution-2026-11-25 (2 h), distribution-2026-11-26 (2 h) |  | softcollection resume --explain',
      ],
      [mail('queued', NOW - HOUR), 'ok: nothing |  | '],
      [mail('queued', NOW - HOUR - 1), `warn: 1 mail unsent for up to 1 h ${test}`],
      [mail('queued', null), `warn: 1 mail unsent for up to 48 h ${test}`],
      [mail('sent', NOW - DAY_MS), 'ok: nothing |  | '],
      [late(3 * HOUR), `warn: 1 mail unsent for up to 3 h ${test}`],
      [late(HOUR), 'ok: nothing |  | '],
      [
        owed([2, 5].map((hours) => told('queued', at(NOW - hours * HOUR)))),
        `warn: 2 mails unsent for up to 5 h ${test}`,
      ],
      [missed('unreachable', DAY_MS), `warn: missed in 7 days: ${at(NOW - DAY_MS)} (unreachable) |  | `],
      [missed('unreachable', 7 * DAY_MS), 'ok: nothing |  | '],
      [missed('switched_off', DAY_MS), 'ok: nothing |  | '],
      [list(8), 'ok: nothing |  | '],
      [list(9), lists],
      [list(9, {rosterId: null}), 'ok: nothing |  | '],
      [run({rosterId: 'r', report: {started_at: at(NOW - 9 * DAY_MS), ended_at: null}}), lists],
      [
        list(9, {isFinished: false}),
        'warn: unfinished: distribution-2026-11-26 (720 h) |  | softcollection resume --explain',
      ],
    ]);
    expect(said(owed(two, {missed: [{slot: at(NOW), reason: 'run_owed'}, {slot: at(NOW - 1), reason: 'not_running'}]}))).to // biome-ignore format: short
      .match(/^warn: unfinished: .*; missed in 7 days: \S+ \(run_owed\), \S+ \(not_running\) \|/);
  });
});
