import {parseRunId} from '../../../domain/ids.ts';
import {foldRun, isFinished, type PlannedRun, type Run} from '../../../domain/run.ts';
import {tablesOf} from '../../../domain/tables.ts';
import {indexWrites, writeKey} from '../../../domain/writes.ts';
import {openEvent} from '../../events/upcast.ts';
import type {EventStore} from '../../ports/event-store.ts';
import {rosterRun} from '../roster.ts';
import type {Look, RegisterSource} from './look.ts';
import type {ShelvedSource} from './read-shelf.ts';

export type CountedSource = RegisterSource & ShelvedSource;

/** Which sources of a shelf count as enrolled for good, and which belong to attempts that were never planned. */
export type Settled = {
  readonly counted: readonly CountedSource[];
  readonly gone: readonly string[];
};

/**
 * Judges the sources that the last look did not rest on. A run's people count once it has ended with a plan that names
 * them; of an abandoned run those of the groups that were written. (An unfinished run's people are told by its roster.)
 * Null when the shelf lacks something of what the look rested on.
 */
export async function settleSources(
  campaign: string,
  look: Look | null,
  shelved: readonly ShelvedSource[],
  runOf: (source: string) => Promise<Run>,
): Promise<Settled | null> {
  const known = new Map(look?.rests.map((source) => [source.source, source]));
  const counted: CountedSource[] = [];
  const gone: string[] = [];
  for (const found of shelved) {
    const rested = known.get(found.source);
    if (rested?.parts === found.parts && rested.people === found.people) counted.push({...rested, ...found});
    else if (found.source.startsWith(TABLES_SOURCE)) counted.push({...found, since: null});
    else {
      const run = await runOf(found.source);
      if (run.status === 'new' || !run.plan || run.plan.rosterId !== found.source) gone.push(found.source);
      else if (isFinished(run)) counted.push({...found, since: run.plan.since, ...dealtBy(run, campaign)});
    }
  }
  const isWhole = [...known.keys()].every((source) => counted.some((it) => it.source === source));
  return isWhole ? {counted, gone} : null;
}

/** Of the people found in a source those who count: the numbers that their index gives them. */
export function* countedPeople({ranges, ...found}: CountedSource, which: 'today' | 'met'): Iterable<number> {
  const hits = found[which];
  for (let k = 0; k < hits.length; k += 2) {
    const [person, place] = [hits[k]!, hits[k + 1]!];
    if (ranges?.some(([from, to]) => from <= place && place < to) ?? true) yield person;
  }
}

/** People who were met in the tables; they stood there, whatever became of the attempt that read them. */
export const TABLES_SOURCE = 'tables/';

/** A run by the roster that a source is named after; each is read once. */
export function runReader(events: EventStore): (source: string) => Promise<Run> {
  const runs = new Map<string, Promise<Run>>();
  const read = async (id: string) =>
    foldRun(parseRunId(id) ? (await events.read(id)).map((event) => openEvent(event)) : []);
  return (source) => {
    const id = rosterRun(source);
    const run = runs.get(id) ?? read(id);
    runs.set(id, run);
    return run;
  };
}

/** A source lists a run's people group by group, in the order of its plan. */
function dealtBy(run: PlannedRun, campaign: string): Pick<RegisterSource, 'ranges'> {
  if (run.status !== 'abandoned') return {};
  const written = indexWrites(run.written);
  const ranges: [number, number][] = [];
  let from = 0;
  for (const {letter, theoryId, size} of run.plan.campaigns.find((it) => it.theoryId === campaign)?.groups ?? []) {
    if (written.has(writeKey({table: tablesOf(letter)[0], theoryId}))) ranges.push([from, from + size]);
    from += size;
  }
  return {ranges};
}
