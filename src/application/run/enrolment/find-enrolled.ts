import type {Campaign} from '../../../domain/campaigns.ts';
import type {Iin, TheoryId} from '../../../domain/ids.ts';
import type {Run} from '../../../domain/run.ts';
import type {TableDifference} from '../../../domain/table-differences.ts';
import type {UserIntake} from '../../../domain/user-intake.ts';
import type {QueryDeps} from '../../events/query-runs.ts';
import {once} from '../../once.ts';
import type {Fingerprints} from '../../ports/enrolment-cipher.ts';
import type {DatabaseTables} from '../../ports/group-tables.ts';
import {countSights, type LookMoment, type Subject} from './count-sights.ts';
import {excludeRegistered} from './exclude-registered.ts';
import {type FingerprintIndex, indexFingerprints, joinFingerprints} from './fingerprint-index.ts';
import {type Look, type RegisterDeps, readLook, shelfOf} from './look.ts';
import {differencesOf, makeLook} from './make-look.ts';
import {readShelf} from './read-shelf.ts';
import {readUnknown} from './read-unknown.ts';
import {rowsOfRuns} from './rows-of-runs.ts';
import {type CountedSource, countedPeople, runReader, settleSources} from './settle-sources.ts';

export type EnrolmentDeps = RegisterDeps & QueryDeps & {readonly tables: DatabaseTables};

/** A campaign's enrolment as it is known now, to be kept before anything rests on it. */
export type CampaignEnrolment = {
  readonly campaign: TheoryId;
  readonly shelf: string;
  readonly theoryIds: readonly TheoryId[];
  readonly metBefore: boolean;
  /** What is known now, but for people who were only just met in the tables. */
  readonly look: Look;
  readonly added: Fingerprints;
  /** Where other rows stand than runs have put there and others had at the beginning. */
  readonly differences: readonly TableDifference[];
  /** Sources of attempts that were never planned. */
  readonly gone: readonly string[];
};

type Met = Subject & {readonly campaign: TheoryId; readonly shelf: string};

/**
 * Takes out of the intake who is enrolled in one of the campaigns: whom a run dealt to it, by the register, whether or not
 * the row still stands, and who has a row of another program. What it reads grows with today's people and with what others
 * have added, not with the campaigns' age. Writes nothing.
 */
export async function findEnrolled(
  deps: EnrolmentDeps,
  campaigns: readonly (Campaign & {readonly enrolledIds: readonly TheoryId[]})[],
  moment: LookMoment,
  intake: UserIntake,
): Promise<CampaignEnrolment[]> {
  const today = intake.people;
  const index = once(() => indexFingerprints(deps.enrolmentCipher.fingerprints(today)));
  const rows = await rowsOfRuns(
    deps,
    campaigns.map(({theoryId}) => theoryId),
  );
  const subjects: Met[] = [];
  for (const {theoryId: campaign, enrolledIds: theoryIds} of campaigns) {
    const shelf = shelfOf(campaign, deps.enrolmentCipher);
    subjects.push({campaign, shelf, theoryIds, ...rows, look: await readLook(deps, shelf)});
  }
  return meet(deps, subjects, {...moment, today, index, intake, runOf: runReader(deps.events)});
}

type Search = LookMoment & {
  readonly today: readonly Iin[];
  readonly index: () => FingerprintIndex;
  readonly intake: UserIntake;
  readonly runOf: (source: string) => Promise<Run>;
};

async function meet(deps: EnrolmentDeps, subjects: readonly Met[], search: Search): Promise<CampaignEnrolment[]> {
  const sights = await countSights(deps.tables, subjects, search);
  const unknown = sights.flatMap((sight) => sight.unknown);
  const rows = await readUnknown(deps, unknown, (iins) => search.intake.exclude(iins));
  const enrolments: CampaignEnrolment[] = [];
  for (const [i, subject] of subjects.entries()) {
    const sight = sights[i];
    if (!sight) continue;
    const met = joinFingerprints(subject.theoryIds.flatMap((theoryId) => rows.get(theoryId) ?? []));
    const metIndex = once(() => indexFingerprints(met));
    const shelved = await readShelf(deps, subject.shelf, {today: search.index, met: metIndex});
    const settled = await settleSources(subject.campaign, subject.look, shelved, search.runOf);
    if (!settled) {
      // The register has lost something: the campaign is met as if for the first time.
      enrolments.push(...(await meet(deps, [{...subject, look: null}], search)));
      continue;
    }
    await excludeRegistered(deps, subject.theoryIds, settled.counted, search);
    const added = newPeople(met, metIndex, settled.counted);
    const {campaign, shelf, theoryIds, look: before} = subject;
    const look = await makeLook(deps, subject, sight, settled, search.on);
    enrolments.push({
      campaign,
      shelf,
      theoryIds,
      metBefore: before !== null,
      look,
      added,
      differences: differencesOf(subject, look),
      gone: settled.gone,
    });
  }
  return enrolments;
}

/** Of the people met in the tables those whom no source has, each once. */
function newPeople(met: Fingerprints, index: () => FingerprintIndex, counted: readonly CountedSource[]): Fingerprints {
  const known = new Uint8Array(met.length / 2);
  for (const source of counted) for (const person of countedPeople(source, 'met')) known[person] = 1;
  const added = new Uint32Array(met.length);
  let length = 0;
  for (let n = 0; n < known.length; n++) {
    if (known[n] === 1 || index().find(met, n) !== n) continue;
    added.set(met.subarray(2 * n, 2 * n + 2), length);
    length += 2;
  }
  return added.subarray(0, length);
}
