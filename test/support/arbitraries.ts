import fc from 'fast-check';
import {type BusinessDate, GROUP_LETTERS, groupTheoryId, type IsoInstant} from '../../src/domain/ids.ts';
import {type RunEvent, STAGES} from '../../src/domain/run-events.ts';
import {DATABASES, TABLES} from '../../src/domain/tables.ts';
import type {Warning} from '../../src/domain/warnings.ts';
import {sampleCampaigns} from './sample-campaigns.ts';
import {samplePlan} from './sample-run.ts';

/** Plain objects: events come from JSON, which knows no others. */
const record = <Model>(model: {[Key in keyof Model]: fc.Arbitrary<Model[Key]>}) =>
  fc.record<Model>(model, {noNullPrototype: true});

/** Few values of each kind, so that events often speak of the same group, table or mail. */
const theoryId = fc
  .tuple(fc.constantFrom(...sampleCampaigns(3)), fc.constantFrom(...GROUP_LETTERS))
  .map(([campaign, letter]) => groupTheoryId(campaign.theoryId, letter));
const notificationId = fc.constantFrom('1-error', '1-success', '2-success', '3-critical');
const table = fc.constantFrom(...TABLES);
const text = fc.string({maxLength: 8, unit: 'grapheme'});
const warnings = fc.array(
  text.map((it): Warning => ({kind: 'text', text: it})),
  {maxLength: 2},
);
const count = fc.nat(9);
const users = record({
  found: count,
  blank: count,
  malformed: count,
  enrolled_without_row: count,
  repeated: count,
  enrolled: count,
  distributed: count,
});
const groupCount = record({table, theoryId, rows: count, distinct: count, total: count});
const groupCounts = fc.array(groupCount, {maxLength: 4});

type Data = {readonly [Type in RunEvent['type']]: fc.Arbitrary<Extract<RunEvent, {type: Type}>['data']>};

const data: Data = {
  RunStarted: record({
    businessDate: fc.constantFrom('2024-01-15', '2024-02-29').map((date) => date as BusinessDate),
    slot: fc.option(fc.constant('2024-01-15T03:00:00.000Z' as IsoInstant)),
    countDay: fc.constantFrom('5', '6-30'),
    epoch: count,
    previousRunHash: fc.option(text),
    forced: fc.option(text),
  }),
  RunResumed: record({epoch: count}),
  DistributionPlanned: fc
    .tuple(fc.nat(20), fc.integer({min: 1, max: 3}), groupCounts, warnings)
    .map(([people, campaigns, baseline, warnings]) => samplePlan(people, campaigns, {baseline, warnings})),
  GroupWritten: record({theoryId, table, rows: count, inserted: count, preexisting: count}),
  RunVerified: record({counts: groupCounts, notes: warnings}),
  RunCompleted: record({distributed: count}),
  RunSkipped: record({
    reason: fc.constantFrom('no_active_campaigns', 'no_count_day_5_users', 'all_users_enrolled'),
    users,
    warnings,
  }),
  RunFailed: record({
    stage: fc.constantFrom(...STAGES),
    kind: fc.constantFrom('unreachable', 'safety_stop', 'breach', 'unexpected'),
    database: fc.option(fc.constantFrom(...DATABASES)),
    message: text,
    advice: fc.option(text),
  }),
  RunAbandoned: record({reason: text}),
  RosterKeyDestroyed: record({rosterId: text}),
  NotificationQueued: record({
    notificationId,
    kind: fc.constantFrom('success', 'skipped', 'error', 'critical', 'partial', 'abandoned'),
  }),
  NotificationSent: record({notificationId}),
  NotificationFailed: record({notificationId, error: text}),
};

/** Any event, whether or not it could follow. */
export const runEvent: fc.Arbitrary<RunEvent> = fc.oneof(
  ...Object.entries(data).map(([type, of]) =>
    (of as fc.Arbitrary<unknown>).map((it) => ({type, data: it}) as RunEvent),
  ),
);

export const runEvents: fc.Arbitrary<RunEvent[]> = fc.array(runEvent, {maxLength: 30});
