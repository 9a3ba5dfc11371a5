import type {RunId} from '../../domain/ids.ts';
import {isKnown, recordDifferences, type TableDifference} from '../../domain/table-differences.ts';
import {type CampaignStream, openCampaign} from '../events/campaign-stream.ts';
import type {Origin} from '../events/event-envelope.ts';
import type {StreamDeps} from '../events/event-stream.ts';
import type {CampaignEnrolment} from './enrolment/find-enrolled.ts';

export type Differences = {
  /** Whether people have not been told of them. */
  readonly areNews: boolean;
  /** Records them, once people are sure to be told: who dies in between has them told again by the next run. */
  keep(): Promise<void>;
};

/** What a run has found in the tables, beside what was found before. */
export async function findDifferences(
  deps: StreamDeps,
  run: RunId,
  enrolments: readonly CampaignEnrolment[],
  origin: Origin,
): Promise<Differences> {
  const found: {stream: CampaignStream; differences: readonly TableDifference[]}[] = [];
  for (const {campaign, differences} of enrolments) {
    const stream = await openCampaign(deps, campaign, origin);
    if (!isKnown(stream.state(), differences)) found.push({stream, differences});
  }
  return {
    areNews: found.some(({differences}) => differences.length > 0),
    keep: async () => {
      for (const {stream, differences} of found) await stream.record(recordDifferences(run, differences));
    },
  };
}
