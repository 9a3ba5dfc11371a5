import type {GroupTotals} from '../../../domain/campaign-plan.ts';
import {type CarryOver, countByGroup, type FormerGroup, formerLabel, NO_GROUP} from '../../../domain/carry-over.ts';
import {
  type BusinessDate,
  compareRunIds,
  GROUP_LETTERS,
  groupTheoryId,
  type Iin,
  parseRunId,
  type RunId,
  type TheoryId,
} from '../../../domain/ids.ts';
import type {QueryDeps} from '../../events/query-runs.ts';
import {once} from '../../once.ts';
import {rosterRun} from '../roster.ts';
import {type EndedShelf, endedShelves} from './ended-shelves.ts';
import type {CampaignEnrolment} from './find-enrolled.ts';
import {indexFingerprints} from './fingerprint-index.ts';
import type {RegisterDeps} from './look.ts';
import {readShelf, type Sought} from './read-shelf.ts';
import {type CountedSource, countedPeople, runReader, settleSources, TABLES_SOURCE} from './settle-sources.ts';

/** Of which groups of ended campaigns today's people were, as far as the register knows. */
export type Former = {
  readonly carryOver: CarryOver;
  /** The stratum of one of them. */
  readonly labelOf: (iin: Iin) => string;
};

export type FormerDeps = RegisterDeps & QueryDeps;

type Search = {
  readonly active: readonly CampaignEnrolment[];
  readonly on: BusinessDate;
  /** Campaigns that were last active so many days ago are not asked any more. */
  readonly days: number;
};

/** Those of today's people, by their numbers, whom a run dealt to a group, or met in a campaign's tables. */
type Dealing = FormerGroup & {readonly run: RunId; readonly people: readonly number[]};

/**
 * Looks for people in the campaigns that have ended: whoever was in several counts where he was dealt to last. Reads what is
 * registered with them once, a few parts at a time, and the groups of their runs from the read model.
 */
export async function findFormer(deps: FormerDeps, today: readonly Iin[], search: Search): Promise<Former> {
  const index = once(() => indexFingerprints(deps.enrolmentCipher.fingerprints(today)));
  const runOf = runReader(deps.events);
  const dealings: Dealing[] = [];
  for await (const ended of endedShelves(deps, search.active, search.on)) {
    if (ended.age < search.days) dealings.push(...(await dealingsOf(deps, ended, index, runOf)));
  }
  dealings.sort((a, b) => compareRunIds(a.run, b.run));
  const last = new Int32Array(today.length).fill(-1);
  for (const [n, {people}] of dealings.entries()) for (const person of people) last[person] = n;
  const labels = once(() => {
    const named = dealings.map(formerLabel);
    const known = new Map<Iin, string>();
    for (const [person, n] of last.entries()) if (n >= 0) known.set(today[person]!, named[n]!);
    return known;
  });
  return {
    carryOver: {days: search.days, groups: countByGroup(dealings, last)},
    labelOf: (iin) => labels().get(iin) ?? NO_GROUP,
  };
}

const NOBODY = indexFingerprints(new Uint32Array());

async function dealingsOf(
  deps: FormerDeps,
  {campaign, shelf, look}: EndedShelf,
  index: Sought['today'],
  runOf: ReturnType<typeof runReader>,
): Promise<Dealing[]> {
  const shelved = await readShelf(deps, shelf, {today: index, met: () => NOBODY});
  if (shelved.every(({today}) => today.length === 0)) return [];
  // A shelf that has lost something is judged by its runs alone.
  const settled =
    (await settleSources(campaign, look, shelved, runOf)) ?? (await settleSources(campaign, null, shelved, runOf));
  const dealt = await deps.runs.dealtByRun(GROUP_LETTERS.map((letter) => groupTheoryId(campaign, letter)));
  const totals = new Map(dealt.map(({run_id, people}) => [run_id, people]));
  return (settled?.counted ?? []).flatMap((source) => dealingsIn(campaign, source, totals));
}

/** A source has its run's people one group after the other, so that a place tells the group. */
function dealingsIn(campaign: TheoryId, source: CountedSource, totals: ReadonlyMap<RunId, GroupTotals>): Dealing[] {
  const isMet = source.source.startsWith(TABLES_SOURCE);
  const run = parseRunId(rosterRun(isMet ? source.source.split('/').slice(2).join('/') : source.source));
  if (run === null) return [];
  if (isMet) return [{theoryId: campaign, letter: null, run, people: [...countedPeople(source, 'today')]}];
  let from = 0;
  const dealings: Dealing[] = [];
  for (const letter of GROUP_LETTERS) {
    const size = totals.get(run)?.get(groupTheoryId(campaign, letter)) ?? 0;
    if (size === 0) continue;
    // An abandoned run has places of groups that were written only.
    const range = source.ranges?.[dealings.length] ?? [from, from + size];
    from = range[1];
    const people = [...countedPeople({...source, ranges: [range]}, 'today')];
    dealings.push({theoryId: campaign, letter, run, people});
  }
  return dealings;
}
