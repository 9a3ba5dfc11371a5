import type {AssignmentKeys} from '../ports/assignment-keys.ts';

/** The keys that a plan was made with, by the name that it gives; null when its ASSIGNMENT_SECRET is not known any more. */
export function keysOfPlan(keys: AssignmentKeys, digestKey: string): AssignmentKeys | null {
  return keys.digestKey === digestKey ? keys : keys.former(digestKey);
}
