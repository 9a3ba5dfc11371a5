import {recordLosses} from '../../domain/campaign-events.ts';
import {GROUP_LETTERS, groupTheoryId, type RunId} from '../../domain/ids.ts';
import {addLoss, type GroupRows, isUnequal, newLoss} from '../../domain/loss-test.ts';
import {isKnown, recordDifferences} from '../../domain/table-differences.ts';
import {tablesOf} from '../../domain/tables.ts';
import type {Warning} from '../../domain/warnings.ts';
import {writeKey} from '../../domain/writes.ts';
import {type CampaignStream, openCampaign} from '../events/campaign-stream.ts';
import type {Origin} from '../events/event-envelope.ts';
import type {StreamDeps} from '../events/event-stream.ts';
import type {CampaignEnrolment} from './enrolment/find-enrolled.ts';

/** `tolerated`: rows may be removed on purpose, as long as no group loses more than others. */
export type LossRule = 'exact' | 'tolerated';

export type Differences = {
  /** Whether people have not been told of them. */
  readonly areNews: boolean;
  /** Of losses that are unequal. */
  readonly warnings: readonly Warning[];
  /** Records them, once people are sure to be told: who dies in between has them told again by the next run. */
  keep(): Promise<void>;
};

/** What a run has found in the tables, beside what was found before. */
export async function findDifferences(
  deps: StreamDeps & {readonly losses: LossRule},
  run: RunId,
  enrolments: readonly CampaignEnrolment[],
  origin: Origin,
): Promise<Differences> {
  const found: ReturnType<typeof compare>[] = [];
  for (const enrolment of enrolments) {
    found.push(compare(await openCampaign(deps, enrolment.campaign, origin), enrolment, deps.losses));
  }
  return {
    areNews: found.some(({areNews}) => areNews),
    warnings: found.flatMap(({warnings}) => warnings),
    keep: async () => {
      for (const {stream, differences, rows} of found) {
        await stream.record(recordDifferences(run, differences));
        if (rows) await stream.record(recordLosses(run, rows));
      }
    },
  };
}

function compare(stream: CampaignStream, {campaign, differences, look}: CampaignEnrolment, rule: LossRule) {
  const state = stream.state();
  const rows = rule === 'tolerated' ? rowsOf(campaign, look) : null;
  const loss = rows && newLoss(state.losses, rows);
  const losses = loss ? addLoss(state.losses, loss) : state.losses;
  const warnings: Warning[] =
    rows && isUnequal(losses) ? [{kind: 'losses_differ', theoryId: campaign, lost: losses.lost}] : [];
  const areNews =
    (differences.length > 0 && !isKnown(state, differences)) || (warnings.length > 0 && !isUnequal(state.losses));
  return {stream, differences, rows, warnings, areNews};
}

/** By the tables of DSSB, which have all groups. */
function rowsOf(
  campaign: CampaignEnrolment['campaign'],
  {beginning, ours, total}: CampaignEnrolment['look'],
): GroupRows {
  const keys = GROUP_LETTERS.map((letter) =>
    writeKey({table: tablesOf(letter)[0], theoryId: groupTheoryId(campaign, letter)}),
  );
  return {
    expected: keys.map((key) => (beginning[key] ?? 0) + (ours[key] ?? 0)),
    found: keys.map((key) => total[key] ?? 0),
  };
}
