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
  /** What the source's columns say of each member, where STRATIFY_BY names any. */
  readonly columns?: readonly string[];
};

/** Keeps a part's plain text near 1 MB, well within what one document of any store holds. */
const PART_MEMBERS = 50_000;

/** One roster per attempt: a worker that was replaced while it planned can't touch its successor's. */
export function rosterIdOf(run: RunId, epoch: number): string {
  return `${run}/${epoch}`;
}

/** The run whose attempt made it. */
export function rosterRun(rosterId: string): string {
  return rosterId.slice(0, rosterId.lastIndexOf('/'));
}

/** The epoch of the attempt that made it. */
export function rosterEpoch(rosterId: string): number {
  return Number(rosterId.slice(rosterId.lastIndexOf('/') + 1));
}

/** Stores a whole roster, sealed under a key of its own. */
export async function saveRoster(
  {rosters, cipher}: RosterDeps,
  rosterId: string,
  groups: Iterable<RosterGroup>,
): Promise<void> {
  const {wrapped, key} = cipher.newKey();
  function* parts(): Iterable<RosterPart> {
    for (const {theoryId, tabs, members, columns} of groups) {
      for (let from = 0, part = 0; from < members.length; from += PART_MEMBERS, part++) {
        const [to, own] = [from + PART_MEMBERS, columns?.slice(from, from + PART_MEMBERS)];
        const text = JSON.stringify({tabs, members: members.slice(from, to), ...(own ? {columns: own} : {})});
        yield {theoryId, part, sealed: key.seal(text, partContext(rosterId, theoryId, part))};
      }
    }
  }
  await rosters.save(rosterId, wrapped, parts());
}

/** A group as it was stored. Throws when the roster's key is gone or a part does not open. */
export async function loadRosterGroup(deps: RosterDeps, rosterId: string, theoryId: TheoryId): Promise<RosterGroup> {
  const wrapped = await deps.rosters.wrappedKey(rosterId);
  if (!wrapped) throw new Failure('unexpected', `the roster ${rosterId} is gone: its key was destroyed`);
  const key = deps.cipher.unwrap(wrapped);
  const opened = (await deps.rosters.parts(rosterId, theoryId)).map(
    ({part, sealed}) =>
      JSON.parse(key.open(sealed, partContext(rosterId, theoryId, part))) as Omit<RosterGroup, 'theoryId'>,
  );
  if (!opened[0]) throw new Failure('unexpected', `the roster ${rosterId} has nobody for ${theoryId}`);
  const columns = opened[0].columns && {columns: opened.flatMap((part) => part.columns ?? [])};
  return {theoryId, tabs: opened[0].tabs, members: opened.flatMap(({members}) => members), ...columns};
}

/** Binds a part to its place, so that parts can't be swapped. */
function partContext(rosterId: string, theoryId: TheoryId, part: number): string {
  return `${rosterId} ${theoryId} ${part}`;
}
