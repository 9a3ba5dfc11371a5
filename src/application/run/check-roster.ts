import type {RunId} from '../../domain/ids.ts';
import type {DistributionPlan, PlannedGroup} from '../../domain/run-events.ts';
import type {TableWrite} from '../../domain/writes.ts';
import {Failure} from '../failure.ts';
import type {AssignmentKeys} from '../ports/assignment-keys.ts';
import {keysOfPlan} from './keys-of-plan.ts';
import {loadRosterGroup, type RosterDeps, rosterRun} from './roster.ts';

/**
 * Proves, before anything is written, that the roster is the plan's: made by this run, and of each pending group the
 * planned people in dealt order. Digests made under an ASSIGNMENT_SECRET that is not known can't be compared; sizes always are.
 * Throws a `breach`.
 */
export async function checkRoster(
  deps: RosterDeps & {readonly keys: AssignmentKeys},
  run: RunId,
  {rosterId, digestKey}: DistributionPlan,
  pending: readonly TableWrite[],
): Promise<void> {
  if (rosterRun(rosterId) !== run) throw breach(`the plan of ${run} names the roster ${rosterId} of another run`);
  const groups = new Map<string, PlannedGroup>(
    pending.flatMap((write) => write.groups.map((group) => [group.theoryId, group])),
  );
  const keys = keysOfPlan(deps.keys, digestKey);
  for (const {theoryId, size, digest} of groups.values()) {
    const {members} = await loadRosterGroup(deps, rosterId, theoryId);
    const isPlanned = members.length === size && (keys === null || keys.digest([theoryId, ...members]) === digest);
    if (!isPlanned) throw breach(`the roster ${rosterId} does not hold the people planned for ${theoryId}`);
  }
}

function breach(message: string): Failure {
  return new Failure('breach', message, {
    advice: 'nothing more is written: restore the state store as a whole, from one backup, then softcollection resume',
  });
}
