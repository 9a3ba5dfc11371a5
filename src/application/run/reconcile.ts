import {reconcile, type StateRestored} from '../../domain/state-events.ts';
import {counted} from '../english.ts';
import type {Origin} from '../events/event-envelope.ts';
import type {StreamDeps} from '../events/event-stream.ts';
import {openState, readState} from '../events/state-stream.ts';
import {requireWhole} from '../events/whole-log.ts';
import {asFailure, Failure} from '../failure.ts';
import {holdLease, type LeaseDeps} from '../hold-lease.ts';
import {findUnknownRows, type UnknownDeps} from './unknown-rows.ts';

/** `reconciled`: a person says that what the tables have beyond the state is accounted for. */
export type ReconcileRequest = {readonly origin: Origin; readonly zone: string; readonly reconciled?: boolean};

/**
 * Lets nobody run on a restored state that is older than the tables: throws `state_behind`. Once it was compared and matches,
 * or a person answers for it, that is recorded, and a restored state is like any other. Called under the lease.
 */
export async function requireReconciled(
  deps: UnknownDeps & StreamDeps,
  {origin, zone, reconciled = false}: ReconcileRequest,
): Promise<void> {
  const mark = await readState(deps.events);
  if (mark === null) return;
  await requireWhole(deps.events);
  const unknown = await findUnknownRows(deps, mark, zone);
  if (unknown.length > 0 && !reconciled) throw behind(mark, unknown);
  const by = unknown.length > 0 ? 'person' : 'comparison';
  await (await openState(deps, origin)).record(reconcile({by, unknown}));
}

function behind(mark: StateRestored, unknown: Awaited<ReturnType<typeof findUnknownRows>>): Failure {
  const days = unknown.map(({date, rows}) => `${date} (${counted(rows, 'row')})`).join(', ');
  return new Failure(
    'state_behind',
    `the restored state of ${mark.backupAt} is older than the tables: they have rows that no run of it has put there, of ${days}`,
    {
      advice:
        'restore the newest backup (state restore FILE --replace); if there is none, settle with the owner of the campaigns what became of those days, then say --i-have-reconciled once: these people count as enrolled',
    },
  );
}

/**
 * The same before a service's first run: throws `state_behind` and nothing else. What is out of reach, or at work under the
 * lease, is left to the runs, which are refused just so.
 */
export async function reconcileFirst(
  deps: UnknownDeps & StreamDeps & LeaseDeps,
  request: ReconcileRequest & {readonly owner: string},
): Promise<void> {
  try {
    if ((await readState(deps.events)) === null) return;
    await holdLease(deps, request.owner, () => requireReconciled(deps, request));
  } catch (error) {
    if (asFailure(error).kind === 'state_behind') throw error;
  }
}
