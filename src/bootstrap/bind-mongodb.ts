import type {Container} from 'inversify';
import {mongoEnrolmentRegister} from '../adapters/mongodb/enrolment-register.ts';
import {mongoEventLog} from '../adapters/mongodb/event-log.ts';
import {mongoEventStore} from '../adapters/mongodb/event-store.ts';
import {mongoState} from '../adapters/mongodb/mongo-connection.ts';
import {mongoRosterStore} from '../adapters/mongodb/roster-store.ts';
import {mongoRunLease} from '../adapters/mongodb/run-lease.ts';
import {mongoRunSummaries} from '../adapters/mongodb/run-summaries.ts';
import {mongoSentMails} from '../adapters/mongodb/sent-mails.ts';
import {TOKENS as T} from './tokens.ts';

/** Events, rosters and the lease in one MongoDB database, over one client. */
export function bindMongoState(container: Container, uri: string): void {
  container
    .bind(T.mongo)
    .toResolvedValue(
      (clock, onWait, stopping) => mongoState({uri, clock, onWait, stopping}),
      [T.clock, T.onWait, T.stopping],
    );
  container.bind(T.events).toResolvedValue(mongoEventStore, [T.mongo]);
  container.bind(T.log).toResolvedValue(mongoEventLog, [T.mongo]);
  container.bind(T.summaries).toResolvedValue((mongo) => mongoRunSummaries(mongo), [T.mongo]);
  container.bind(T.rosters).toResolvedValue(mongoRosterStore, [T.mongo, T.clock]);
  container.bind(T.sentMails).toResolvedValue(mongoSentMails, [T.mongo]);
  container.bind(T.register).toResolvedValue(mongoEnrolmentRegister, [T.mongo]);
  container.bind(T.lease).toResolvedValue(mongoRunLease, [T.mongo, T.clock]);
}
