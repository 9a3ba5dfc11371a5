import {parseRunId} from '../../domain/ids.ts';
import {isFinished} from '../../domain/run.ts';
import {abandon} from '../../domain/run-decisions.ts';
import type {RunReport} from '../../domain/run-report.ts';
import {scrub} from '../../domain/scrub.ts';
import {openJournal} from '../events/journal.ts';
import type {Observe} from '../events/progress.ts';
import {asFailure, Failure} from '../failure.ts';
import {holdLease, type LeaseDeps} from '../hold-lease.ts';
import {deliverNotifications, type OutboxDeps} from '../notify/outbox.ts';
import type {DatabaseTables} from '../ports/group-tables.ts';
import {type ReconcileRequest, requireReconciled} from './reconcile.ts';
import type {UnknownDeps} from './unknown-rows.ts';

/**
 * Releases a planned run: what it wrote stays, the rest is never written, and its people are free for other runs.
 * So it first waits for what a worker that has lost the lease may still be committing. Answers who holds the lease, if
 * another process does. Throws `state_behind` as a run would: a restored state may not know that the run has ended since.
 */
export async function abandonRun(
  deps: OutboxDeps & LeaseDeps & UnknownDeps,
  request: ReconcileRequest & {id: string; reason: string; owner: string},
  observe: Observe,
): Promise<{type: 'done'; result: RunReport} | {type: 'held'; owner: string; until: string}> {
  const id = parseRunId(request.id);
  return holdLease(deps, request.owner, async ({epoch}) => {
    const journal = id && (await openJournal(deps, id, request.origin, observe, epoch));
    const run = journal?.run();
    if (!request.reason.trim()) throw new Failure('usage', 'a run is abandoned for a reason: --reason "…"');
    const advice = 'softcollection runs list';
    if (!journal || !run || run.status === 'new')
      throw new Failure('usage', `there is no run ${scrub(request.id)}`, {advice});
    if (isFinished(run)) throw new Failure('usage', `${id} is ${run.status}: it owes nothing`, {advice});
    if (!run.plan) throw new Failure('usage', `${id} has no plan yet: the next run goes on with it`, {advice});
    await requireReconciled(deps, request);
    await awaitCommits(deps.tables);
    await journal.record(abandon(scrub(request.reason)));
    await deliverNotifications(deps, request.origin, observe);
    return journal.report()!;
  });
}

/** An SPSS that cannot be had may be the reason to abandon the run: then nobody waits for it. */
async function awaitCommits({dssb_app, spss}: DatabaseTables): Promise<void> {
  for (const table of ['SC_local_control', 'SC_local_target'] as const) await dssb_app.lock(table, async () => {});
  await spss
    .lock('SC_theory_users', async () => {})
    .catch((error) => {
      const {kind} = asFailure(error);
      if (kind !== 'unreachable' && kind !== 'refused') throw error;
    });
}
