import {campaignIdOf, type GroupLetter, type Iin, type RunId, type TheoryId} from '../../domain/ids.ts';
import type {IinFormat} from '../../domain/iin-format.ts';
import {type Place, placeInDeal, type Rank} from '../../domain/place-in-deal.ts';
import type {DistributionPlan} from '../../domain/run-events.ts';
import {isMalformedAmong, type UserCounts} from '../../domain/user-intake.ts';
import {isPlanned, type PastRun, readHistory} from '../events/run-history.ts';
import {Failure} from '../failure.ts';
import type {AssignmentKeys} from '../ports/assignment-keys.ts';
import {keysOfPlan} from '../run/keys-of-plan.ts';
import {dealAgain, sayPlan} from './deal-again.ts';
import {type People, readPeople} from './people-of-run.ts';
import {checkPlaces, rowsOf, type StandingRow} from './rows-of-person.ts';
import {checkChain} from './verify-chain.ts';
import {checkSeed, findPast, plannedBeside, type VerifyDeps} from './verify-run.ts';
import type {Check} from './verify-table.ts';

/** What a run did with one person, without the id. `ok`: all that can be checked agrees. */
export type Explanation = {readonly run_id: RunId; readonly ok: boolean; readonly rows: readonly StandingRow[]} & (
  | {
      readonly status: 'dealt';
      readonly source: People['source'];
      readonly campaign: TheoryId;
      readonly group: GroupLetter;
      readonly theory_id: TheoryId;
      /** Empty where the run did not tell people apart. */
      readonly stratum: string;
      readonly p_campaign: number;
      /** Of the group, for who is dealt to the campaign. */
      readonly p_group: number;
      readonly place: {
        readonly drawn: Rank;
        readonly in_stratum: Rank | null;
        /** Of the draw, or of the stratum's, that go to the group. */
        readonly ranks: Place['ranks'];
      };
      readonly checks: readonly Check[];
    }
  /** Of those who were not dealt no run keeps anything but how many they were; null for a run without a plan. */
  | {readonly status: 'not_dealt'; readonly users: UserCounts | null}
  /** Roster and list are gone, and the tables do not give the plan any more. */
  | {readonly status: 'gone'}
);

type ExplainDeps = VerifyDeps & {readonly iinFormat: IinFormat};

/**
 * The run that is asked about, and what it says of a person. Throws `usage` where there is no such run, and for an id so
 * spoilt that no run would have dealt it.
 */
export async function openExplanation(deps: ExplainDeps, id: string | null) {
  const history = await readHistory(deps.events);
  const past = findPast(history, id);
  return {run_id: past.id, explain: (iin: Iin) => explain(deps, past, history, iin)};
}

async function explain(deps: ExplainDeps, past: PastRun, history: readonly PastRun[], iin: Iin): Promise<Explanation> {
  const {id: run_id} = past;
  const refuseSpoilt = (people: readonly Iin[]) => {
    if (isMalformedAmong(people, iin, deps.iinFormat)) throw spoilt(deps.iinFormat);
  };
  if (!isPlanned(past)) {
    refuseSpoilt([]);
    return {run_id, status: 'not_dealt', ok: true, users: null, rows: []};
  }
  const {plan} = past.run;
  const keys = needKeys(deps, run_id, plan);
  const rows = await rowsOf(deps.tables, plan, iin);
  const people = await readPeople(deps, plan, plannedBeside(history, run_id));
  const again = people.isComplete ? dealAgain(keys, plan, people) : null;
  // Rows of the tables are evidence only as long as all of them give the plan.
  if (!again || (people.source === 'the DSSB tables' && !again.ok)) return {run_id, status: 'gone', ok: false, rows};
  const method = plan.allocation?.method ?? 'random';
  const deal = {people: people.ids, nextWord: keys.keystream(plan.seed), method, stratumOf: people.stratumOf};
  const place = placeInDeal({...deal, allocation: again.allocation}, iin);
  if (!place) {
    refuseSpoilt(people.ids);
    return {run_id, status: 'not_dealt', ok: true, users: plan.users, rows};
  }
  const checks = [
    checkChain(history, deps.hash),
    checkSeed(keys, run_id, plan),
    sayPlan(again.ok),
    checkSealed(people, place, iin),
    ...checkPlaces(past.run, place.group, rows),
  ];
  const ok = checks.every((check) => check.ok);
  return {run_id, status: 'dealt', ok, source: people.source, ...say(place, people, iin), rows, checks};
}

function spoilt(format: IinFormat): Failure {
  return new Failure('usage', `what was given is no id: no run deals one that looks like it (IIN_FORMAT=${format})`, {
    advice:
      'give it as the bank writes it, all its digits and nothing beside them; a spreadsheet drops a zero in front',
  });
}

function needKeys({keys}: VerifyDeps, id: RunId, {digestKey}: DistributionPlan): AssignmentKeys {
  const known = keysOfPlan(keys, digestKey);
  if (known) return known;
  throw new Failure('configuration', `${id} was made under another ASSIGNMENT_SECRET`, {
    advice: `name the one of fingerprint ${digestKey} in ASSIGNMENT_SECRET_OLD`,
  });
}

/** Whether the person is kept in the group that the rank leads to. */
function checkSealed({byGroup, source}: People, {group}: Place, iin: Iin): Check {
  const ok = byGroup.get(group.theoryId)?.includes(iin) === true;
  return {check: 'people', ok, detail: `${source} ${ok ? 'has' : 'has not'} this person in ${group.theoryId}`};
}

function say({campaign, group, drawn, inStratum, ranks, probability}: Place, {stratumOf, ids}: People, iin: Iin) {
  return {
    campaign: campaignIdOf(group.theoryId),
    group: group.letter,
    theory_id: group.theoryId,
    stratum: stratumOf(iin),
    p_campaign: campaign.total / ids.length,
    p_group: probability,
    place: {drawn, in_stratum: inStratum, ranks},
  };
}
