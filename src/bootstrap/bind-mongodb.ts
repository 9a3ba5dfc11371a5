import type {Container} from 'inversify';
import {mongoEnrolmentRegister} from '../adapters/mongodb/enrolment-register.ts';
import {mongoEventLog} from '../adapters/mongodb/event-log.ts';
import {mongoEventStore} from '../adapters/mongodb/event-store.ts';
import {mongoHeartbeats} from '../adapters/mongodb/heartbeats.ts';
import {inspectMongoState} from '../adapters/mongodb/inspect-state.ts';
import {type MongoState, mongoState} from '../adapters/mongodb/mongo-connection.ts';
import {mongoRosterStore} from '../adapters/mongodb/roster-store.ts';
import {mongoRunLease} from '../adapters/mongodb/run-lease.ts';
import {mongoRunSummaries} from '../adapters/mongodb/run-summaries.ts';
import {mongoSentMails} from '../adapters/mongodb/sent-mails.ts';
import {mongoSurvey} from '../adapters/mongodb/survey.ts';
import {wholeLog} from '../application/events/whole-log.ts';
import {TOKENS as T} from './tokens.ts';

/** For who looks around. */
const BRIEF = {selectionMs: 2_000, answerMs: 2_500};

/** Events, rosters and the lease in one MongoDB database, over one client. */
export function bindMongoState(container: Container, uri: string): void {
  container
    .bind(T.mongo)
    .toResolvedValue(
      (clock, onWait, stopping, readOnly) =>
        mongoState({uri, clock, onWait, stopping, readOnly, ...(readOnly ? {timeouts: BRIEF, longestMs: 0} : {})}),
      [T.clock, T.onWait, T.stopping, T.readOnly],
    );
  container.bind(T.inspectState).toResolvedValue((mongo) => () => inspectMongoState(mongo), [T.mongo]);
  container.bind(T.events).toResolvedValue((mongo) => wholeLog(mongoEventStore(mongo)), [T.mongo]);
  container.bind(T.log).toResolvedValue(mongoEventLog, [T.mongo]);
  container.bind(T.summaries).toResolvedValue((mongo) => mongoRunSummaries(mongo), [T.mongo]);
  container.bind(T.survey).toResolvedValue(mongoSurvey, [T.mongo]);
  container.bind(T.rosters).toResolvedValue(mongoRosterStore, [T.mongo, T.clock]);
  container.bind(T.sentMails).toResolvedValue(mongoSentMails, [T.mongo]);
  container.bind(T.register).toResolvedValue(mongoEnrolmentRegister, [T.mongo]);
  container.bind(T.lease).toResolvedValue(mongoRunLease, [T.mongo, T.clock]);
  container.bind(T.heartbeats).toResolvedValue(mongoHeartbeats, [T.mongo, T.clock]);
}

/** The same database over a client of the alarm clock's own, which tries again by itself. */
export function openJobState(container: Container, uri: string): MongoState {
  const [clock, onWait, stopping] = [container.get(T.clock), container.get(T.onWait), container.get(T.stopping)];
  return mongoState({uri, clock, onWait, stopping, longestMs: 0});
}
