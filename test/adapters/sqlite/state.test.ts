import {sqliteEnrolmentRegister} from '../../../src/adapters/sqlite/enrolment-register.ts';
import {sqliteEventLog} from '../../../src/adapters/sqlite/event-log.ts';
import {sqliteEventStore} from '../../../src/adapters/sqlite/event-store.ts';
import {sqliteHeartbeats} from '../../../src/adapters/sqlite/heartbeats.ts';
import {sqliteRosterStore} from '../../../src/adapters/sqlite/roster-store.ts';
import {sqliteRunLease} from '../../../src/adapters/sqlite/run-lease.ts';
import {sqliteRunSummaries} from '../../../src/adapters/sqlite/run-summaries.ts';
import {STATE_SCHEMA} from '../../../src/adapters/sqlite/schema.ts';
import {sqliteSentMails} from '../../../src/adapters/sqlite/sent-mails.ts';
import {enrolmentRegisterContract} from '../../contracts/enrolment-register.ts';
import {eventLogContract} from '../../contracts/event-log.ts';
import {eventStoreContract} from '../../contracts/event-store.ts';
import {heartbeatsContract} from '../../contracts/heartbeats.ts';
import {rosterStoreContract} from '../../contracts/roster-store.ts';
import {runLeaseContract} from '../../contracts/run-lease.ts';
import {runSummariesContract} from '../../contracts/run-summaries.ts';
import {sentMailsContract} from '../../contracts/sent-mails.ts';
import {sqliteHarness} from '../../support/sqlite-harness.ts';

eventStoreContract('SQLite', async () => {
  const {open, close} = sqliteHarness('state.db', STATE_SCHEMA);
  return {open: async () => sqliteEventStore(open()), close};
});

eventLogContract('SQLite', async () => {
  const {open, close} = sqliteHarness('state.db', STATE_SCHEMA);
  return {open: async () => ({store: sqliteEventStore(open()), log: sqliteEventLog(open())}), close};
});

enrolmentRegisterContract('SQLite', async () => {
  const {open, close} = sqliteHarness('state.db', STATE_SCHEMA);
  return {open: async () => sqliteEnrolmentRegister(open()), close};
});

runSummariesContract('SQLite', async () => {
  const {open, close} = sqliteHarness('state.db', STATE_SCHEMA);
  return {open: async (shape) => sqliteRunSummaries(open(), shape), close};
});

rosterStoreContract('SQLite', async () => {
  const {open, close} = sqliteHarness('state.db', STATE_SCHEMA);
  return {store: sqliteRosterStore(open()), close};
});

sentMailsContract('SQLite', async () => {
  const {open, close} = sqliteHarness('state.db', STATE_SCHEMA);
  return {open: async () => sqliteSentMails(open()), close};
});

runLeaseContract('SQLite', async (clock) => {
  const {open, close} = sqliteHarness('state.db', STATE_SCHEMA);
  return {open: async () => sqliteRunLease(open(), clock), close};
});

heartbeatsContract('SQLite', async (clock) => {
  const {open, close} = sqliteHarness('state.db', STATE_SCHEMA);
  const both = async () => ({heartbeats: sqliteHeartbeats(open(), clock), lease: sqliteRunLease(open(), clock)});
  return {open: both, close};
});
