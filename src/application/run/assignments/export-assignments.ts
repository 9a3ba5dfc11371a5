import {
  type BusinessDate,
  businessDateOf,
  campaignIdOf,
  GROUP_LETTERS,
  type GroupLetter,
  groupTheoryId,
  type Iin,
  parseTheoryId,
  type RunId,
  type TheoryId,
} from '../../../domain/ids.ts';
import {parseIin} from '../../../domain/iin.ts';
import {scrub} from '../../../domain/scrub.ts';
import {parseFactors, stratifier} from '../../../domain/strata.ts';
import {type Table, tablesOf} from '../../../domain/tables.ts';
import {Failure} from '../../failure.ts';
import type {EnrolmentCipher} from '../../ports/enrolment-cipher.ts';
import type {DatabaseTables} from '../../ports/group-tables.ts';
import {indexFingerprints, joinFingerprints} from '../enrolment/fingerprint-index.ts';
import {loadRosterGroup} from '../roster.ts';
import {type ListedPeople, loadListGroup} from './assignment-list.ts';
import {findListedRuns, type ListedRun, type ListedRunsDeps, type MissingRun} from './listed-runs.ts';

export type ExportDeps = ListedRunsDeps & {
  readonly tables: DatabaseTables;
  readonly enrolmentCipher: EnrolmentCipher;
};

/** Who was assigned where, with what probability: one person of one run. */
export type Assignment = {
  readonly iin: Iin;
  readonly campaign: TheoryId;
  readonly group: GroupLetter;
  readonly run: RunId;
  readonly date: BusinessDate;
  /** Empty where the run did not tell people apart. */
  readonly stratum: string;
  readonly p_campaign: number;
  /** Of the group, for who was dealt to the campaign. */
  readonly p_group: number;
  /** Whether it stands in the group's DSSB table now. */
  readonly row_present: boolean;
};

export type AssignmentList = {
  readonly campaign: TheoryId;
  readonly runs: readonly RunId[];
  readonly missing: readonly MissingRun[];
  /** In batches, group by group, each from the oldest run on. */
  people(): AsyncGenerator<readonly Assignment[]>;
};

/** The analysis list of a campaign, by the lists and rosters that can still be read. Throws `usage` for one that nobody was dealt to. */
export async function openAssignments(deps: ExportDeps, name: string): Promise<AssignmentList> {
  const id = parseTheoryId(name);
  const found = id && (await findListedRuns(deps, campaignIdOf(id)));
  if (!id || !found || found.runs.length + found.missing.length === 0)
    throw new Failure('usage', `nobody was dealt to a campaign ${scrub(name)}`, {
      advice: 'a campaign is named by its THEORY_ID, such as SC00000001',
    });
  const campaign = campaignIdOf(id);
  return {
    campaign,
    runs: found.runs.map((run) => run.id),
    missing: found.missing,
    people: () => readPeople(deps, campaign, found.runs),
  };
}

async function* readPeople(deps: ExportDeps, campaign: TheoryId, runs: readonly ListedRun[]) {
  for (const letter of GROUP_LETTERS) {
    const group = {letter, theoryId: groupTheoryId(campaign, letter)};
    const stands = await readPresent(deps, tablesOf(letter)[0], group.theoryId);
    for (const run of runs.filter(({dealt}) => dealt.has(group.theoryId))) {
      const share = {
        campaign,
        group: letter,
        run: run.id,
        date: businessDateOf(run.id),
        p_campaign: shareOf(run, campaign),
      };
      for (const {members, strata, labels, probability} of await loadPeople(deps, run, group.theoryId)) {
        const present = stands(members);
        yield members.map((iin, i): Assignment => {
          const stratum = strata[i]!;
          const [label, p] = [labels[stratum] ?? '', probability[stratum] ?? 0];
          return {iin, ...share, stratum: label, p_group: p, row_present: present(i)};
        });
      }
    }
  }
}

function shareOf({plan}: ListedRun, campaign: TheoryId): number {
  return (plan.campaigns.find(({theoryId}) => theoryId === campaign)?.total ?? 0) / plan.users.distributed;
}

/** A group's people as they were listed; of a random run the roster tells as much. */
async function loadPeople(deps: ExportDeps, run: ListedRun, theoryId: TheoryId): Promise<readonly ListedPeople[]> {
  if ('list' in run) return loadListGroup(deps, run.list, theoryId);
  const {members, columns} = await loadRosterGroup(deps, run.roster, theoryId);
  const factors = parseFactors(run.plan.allocation?.stratifyBy ?? '');
  const label = factors && stratifier(factors);
  const own = members.map((iin, i) => label?.(iin, columns?.[i]) ?? '');
  const labels = [...new Set(own)];
  const places = new Map(labels.map((text, place) => [text, place]));
  const campaign = run.plan.campaigns.find((it) => it.theoryId === campaignIdOf(theoryId));
  const size = campaign?.groups.find((group) => group.theoryId === theoryId)?.size ?? 0;
  const probability = labels.map(() => size / (campaign?.total ?? 1));
  return [{members, strata: own.map((text) => places.get(text) ?? 0), labels, probability}];
}

/** Who stands under a group now, eight bytes a person. Answers for people which of them do. */
async function readPresent({tables, enrolmentCipher}: ExportDeps, table: Table, theoryId: TheoryId) {
  const prints = [];
  for await (const rows of tables.dssb_app.members(table, [theoryId])) {
    prints.push(enrolmentCipher.fingerprints(rows.flatMap(({iin}) => parseIin(iin) ?? [])));
  }
  const index = indexFingerprints(joinFingerprints(prints));
  return (people: readonly Iin[]) => {
    const theirs = enrolmentCipher.fingerprints(people);
    return (n: number) => index.find(theirs, n) >= 0;
  };
}
