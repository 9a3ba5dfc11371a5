import type {Iin, RunId, TheoryId} from '../../domain/ids.ts';
import type {TabValues} from '../../domain/tab-values.ts';
import {Failure} from '../failure.ts';
import type {RosterCipher} from '../ports/roster-cipher.ts';
import type {RosterPart, RosterStore} from '../ports/roster-store.ts';

export type RosterDeps = {readonly rosters: RosterStore; readonly cipher: RosterCipher};

/** A group's people and the TAB values of its rows, fixed before the first write. */
export type RosterGroup = {
  readonly theoryId: TheoryId;
  readonly tabs: TabValues;
  readonly members: readonly Iin[];
  /** What is known of each member beside the id, where STRATIFY_BY asks for it: the source's columns, the former group. */
  readonly columns?: readonly string[];
};

/** Keeps a part's plain text near 1 MB, well within what one document of any store holds. */
const PART_MEMBERS = 50_000;

/**
 * One roster per try at a plan, the `attempt`th under this lease: a plan whose append lands late names the people it was made
 * of, and a worker that was replaced while it planned can't touch its successor's.
 */
export function rosterIdOf(run: RunId, epoch: number, attempt: number): string {
  return attempt === 1 ? `${run}/${epoch}` : `${run}/${epoch}.${attempt}`;
}

/** The run that it was made for. */
export function rosterRun(rosterId: string): string {
  return rosterId.slice(0, rosterId.lastIndexOf('/'));
}

/** The epoch of the lease under which it was made. */
export function rosterEpoch(rosterId: string): number {
  return Number.parseInt(rosterId.slice(rosterId.lastIndexOf('/') + 1), 10);
}

/** Stores a whole roster, sealed under a key of its own. */
export async function saveRoster(deps: RosterDeps, rosterId: string, groups: Iterable<RosterGroup>): Promise<void> {
  await saveSealed(deps, rosterId, groups, ({tabs, members, columns}, from, to) => ({
    ...{tabs, members: members.slice(from, to)},
    ...(columns && {columns: columns.slice(from, to)}),
  }));
}

/** A group as it was stored. Throws when the roster's key is gone or a part does not open. */
export async function loadRosterGroup(deps: RosterDeps, rosterId: string, theoryId: TheoryId): Promise<RosterGroup> {
  const opened = await loadSealed<Omit<RosterGroup, 'theoryId'>>(deps, rosterId, theoryId);
  if (!opened[0]) throw new Failure('unexpected', `the roster ${rosterId} has nobody for ${theoryId}`);
  const columns = opened[0].columns && {columns: opened.flatMap((part) => part.columns ?? [])};
  return {theoryId, tabs: opened[0].tabs, members: opened.flatMap(({members}) => members), ...columns};
}

/** Stores what is kept of groups of people in parts of so many of them; `cut` answers a part's content, plain JSON. */
export async function saveSealed<Group extends Pick<RosterGroup, 'theoryId' | 'members'>>(
  {rosters, cipher}: RosterDeps,
  id: string,
  groups: Iterable<Group>,
  cut: (group: Group, from: number, to: number) => object,
): Promise<void> {
  const {wrapped, key} = cipher.newKey(id);
  function* parts(): Iterable<RosterPart> {
    for (const group of groups) {
      const {theoryId} = group;
      for (let from = 0, part = 0; from < group.members.length; from += PART_MEMBERS, part++) {
        const text = JSON.stringify(cut(group, from, from + PART_MEMBERS));
        yield {theoryId, part, sealed: key.seal(text, partContext(id, theoryId, part))};
      }
    }
  }
  await rosters.save(id, wrapped, parts());
}

/** A group's parts as they were cut. Throws when the key is gone or a part does not open. */
export async function loadSealed<Content>(deps: RosterDeps, id: string, theoryId: TheoryId): Promise<Content[]> {
  const wrapped = await deps.rosters.wrappedKey(id);
  if (!wrapped) throw new Failure('unexpected', `the roster ${id} is gone: its key was destroyed`);
  const key = deps.cipher.unwrap(wrapped, id);
  const parts = await deps.rosters.parts(id, theoryId);
  return parts.map(({part, sealed}) => JSON.parse(key.open(sealed, partContext(id, theoryId, part))) as Content);
}

/** Binds a part to its place, so that parts can't be swapped. */
function partContext(rosterId: string, theoryId: TheoryId, part: number): string {
  return `${rosterId} ${theoryId} ${part}`;
}
