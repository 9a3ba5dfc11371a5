import type {UserIntake} from '../../../domain/user-intake.ts';
import type {QueryDeps} from '../../events/query-runs.ts';
import {readRun} from '../../events/run-history.ts';
import {loadRosterGroup, type RosterDeps} from '../roster.ts';

/** Takes out people of unfinished runs, whose rows may still be owed. */
export async function excludeOwed(deps: QueryDeps & RosterDeps, intake: UserIntake): Promise<void> {
  for (const {isFinished, report} of await deps.runs.open()) {
    const plan = isFinished ? null : (await readRun(deps.events, report.run_id))?.run.plan;
    if (!plan) continue;
    const {rosterId, campaigns: planned} = plan;
    for (const {theoryId, size} of planned.flatMap(({groups}) => groups)) {
      if (size > 0) intake.exclude((await loadRosterGroup(deps, rosterId, theoryId)).members);
    }
  }
}
