import {systemClock} from '../../../src/adapters/clock/system-clock.ts';
import {mongoEnrolmentRegister} from '../../../src/adapters/mongodb/enrolment-register.ts';
import {mongoEventLog} from '../../../src/adapters/mongodb/event-log.ts';
import {mongoEventStore} from '../../../src/adapters/mongodb/event-store.ts';
import {mongoHeartbeats} from '../../../src/adapters/mongodb/heartbeats.ts';
import {mongoRosterStore} from '../../../src/adapters/mongodb/roster-store.ts';
import {mongoRunLease} from '../../../src/adapters/mongodb/run-lease.ts';
import {mongoRunSummaries} from '../../../src/adapters/mongodb/run-summaries.ts';
import {mongoSentMails} from '../../../src/adapters/mongodb/sent-mails.ts';
import {enrolmentRegisterContract} from '../../contracts/enrolment-register.ts';
import {eventLogContract} from '../../contracts/event-log.ts';
import {eventStoreContract} from '../../contracts/event-store.ts';
import {heartbeatsContract} from '../../contracts/heartbeats.ts';
import {rosterStoreContract} from '../../contracts/roster-store.ts';
import {runLeaseContract} from '../../contracts/run-lease.ts';
import {runSummariesContract} from '../../contracts/run-summaries.ts';
import {sentMailsContract} from '../../contracts/sent-mails.ts';
import {mongoHarness} from '../../support/mongo-harness.ts';
import {type MongoServer, startMongoServer} from '../../support/mongo-server.ts';

/** Histories against the one in memory: each call goes over the network. */
const FEW = {numRuns: 25};

for (const replicaSet of ['rs0', undefined]) {
  const name = replicaSet ? 'MongoDB' : 'MongoDB without a replica set';
  describe(name, () => {
    let server: MongoServer;
    before(async () => {
      server = await startMongoServer(replicaSet ? {replicaSet} : {});
    });
    after(() => server.stop());

    // Its 8,000 appends take a minute and a half: the double looks through all documents.
    if (replicaSet) {
      eventStoreContract(
        name,
        async () => {
          const {open, close} = mongoHarness(server);
          return {open: async () => mongoEventStore(open()), close};
        },
        FEW,
      );
    }

    eventLogContract(
      name,
      async () => {
        const {open, close} = mongoHarness(server);
        return {open: async () => ({store: mongoEventStore(open()), log: mongoEventLog(open())}), close};
      },
      FEW,
    );

    enrolmentRegisterContract(name, async () => {
      const {open, close} = mongoHarness(server);
      return {open: async () => mongoEnrolmentRegister(open()), close};
    });

    runSummariesContract(name, async () => {
      const {open, close} = mongoHarness(server);
      return {open: async (shape) => mongoRunSummaries(open(), shape), close};
    });

    rosterStoreContract(
      name,
      async () => {
        const {open, close} = mongoHarness(server);
        return {store: mongoRosterStore(open(), systemClock), close};
      },
      FEW,
    );

    sentMailsContract(name, async () => {
      const {open, close} = mongoHarness(server);
      return {open: async () => mongoSentMails(open()), close};
    });

    heartbeatsContract(name, async (clock) => {
      const {open, close} = mongoHarness(server);
      const both = async () => ({heartbeats: mongoHeartbeats(open(), clock), lease: mongoRunLease(open(), clock)});
      return {open: both, close};
    });

    runLeaseContract(
      name,
      async (clock) => {
        const {open, close} = mongoHarness(server);
        return {open: async () => mongoRunLease(open(), clock), close};
      },
      FEW,
    );
  });
}
