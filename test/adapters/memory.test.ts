import type {TheoryRow} from '../../src/domain/campaigns.ts';
import type {TheoryId, WallTime} from '../../src/domain/ids.ts';
import {campaignSourceContract} from '../contracts/campaign-source.ts';
import {enrolmentRegisterContract} from '../contracts/enrolment-register.ts';
import {eventLogContract} from '../contracts/event-log.ts';
import {eventStoreContract} from '../contracts/event-store.ts';
import {groupTablesContract} from '../contracts/group-tables.ts';
import {heartbeatsContract} from '../contracts/heartbeats.ts';
import {rosterStoreContract} from '../contracts/roster-store.ts';
import {runLeaseContract} from '../contracts/run-lease.ts';
import {runSummariesContract} from '../contracts/run-summaries.ts';
import {sentMailsContract} from '../contracts/sent-mails.ts';
import {userSourceContract} from '../contracts/user-source.ts';
import {memoryEnrolmentRegister} from '../support/memory/enrolment-register.ts';
import {memoryEventStore} from '../support/memory/event-store.ts';
import {memoryGroupTables, memoryTables} from '../support/memory/group-tables.ts';
import {memoryHeartbeats} from '../support/memory/heartbeats.ts';
import {memoryRosterStore} from '../support/memory/roster-store.ts';
import {memoryRunLease} from '../support/memory/run-lease.ts';
import {memoryRunSummaries, noSummaries} from '../support/memory/run-summaries.ts';
import {memorySentMails} from '../support/memory/sent-mails.ts';
import {memoryCampaignSource, memoryUserSource, type SourceRow} from '../support/memory/sources.ts';

const close = async () => {};

eventStoreContract('memory', async () => {
  const store = memoryEventStore();
  return {open: async () => store, close};
});

eventLogContract('memory', async () => {
  const store = memoryEventStore();
  return {open: async () => ({store, log: store.log}), close};
});

enrolmentRegisterContract('memory', async () => {
  const register = memoryEnrolmentRegister();
  return {open: async () => register, close};
});

runSummariesContract('memory', async () => {
  const kept = noSummaries();
  return {open: async (shape) => memoryRunSummaries(kept, shape), close};
});

rosterStoreContract('memory', async () => ({store: memoryRosterStore(), close}));

sentMailsContract('memory', async () => {
  const mails = memorySentMails();
  return {open: async () => mails, close};
});

heartbeatsContract('memory', async (clock) => {
  const both = {heartbeats: memoryHeartbeats(clock), lease: memoryRunLease(clock)};
  return {open: async () => both, close};
});

runLeaseContract('memory', async (clock) => {
  const lease = memoryRunLease(clock);
  return {open: async () => lease, close};
});

campaignSourceContract('memory', async () => {
  let [now, rows] = ['' as WallTime, [] as readonly TheoryRow[]];
  return {
    source: memoryCampaignSource(
      () => rows,
      () => now,
    ),
    setSysdate: (value) => {
      now = value;
    },
    fill: (value) => {
      rows = value;
    },
    close,
  };
});

userSourceContract('memory', async () => {
  let rows: readonly SourceRow[] = [];
  return {
    source: memoryUserSource(() => rows),
    reading: (columns) => memoryUserSource(() => rows, columns),
    fill: (value) => {
      rows = value;
    },
    close,
  };
});

groupTablesContract('memory', async () => {
  const stored = memoryTables();
  let now = '' as WallTime;
  const tables = memoryGroupTables(stored, () => now);
  return {
    open: async () => tables,
    setSysdate: (value) => {
      now = value as WallTime;
    },
    seed: async (table, rows) => {
      for (const [iin, theoryId, dateStart, dateEnd, insertDatetime, ...tabs] of rows) {
        const dates = {dateStart, dateEnd, insertDatetime} as {
          dateStart: WallTime;
          dateEnd: WallTime;
          insertDatetime: WallTime;
        };
        stored.get(table)!.push({iin, theoryId: theoryId as TheoryId, ...dates, tabs});
      }
    },
    dump: async (table) =>
      stored
        .get(table)!
        .map((row) => [row.iin, row.theoryId, row.dateStart, row.dateEnd, row.insertDatetime, ...row.tabs]),
    close,
  };
});
