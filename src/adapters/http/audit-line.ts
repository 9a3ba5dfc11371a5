import type {Context} from 'koa';
import {asFailure} from '../../application/failure.ts';
import type {Log} from '../../application/ports/log.ts';
import type {AdminOutcome} from '../../domain/audit-events.ts';
import type {HttpServices} from './http-services.ts';
import type {Known} from './peer.ts';
import {asProblem, Problem} from './problem.ts';
import type {Reply} from './route.ts';
import type {Caller} from './token-check.ts';

export type Audit = (context: Context, caller: Caller, answer: () => Promise<Reply>) => Promise<Reply>;

/**
 * Lets admins alone do what is for admins, and keeps a line of each call; of admins' calls an event too. (Others can only
 * be turned away: they have no way to fill the event store.)
 */
export function auditor(services: HttpServices, log: Log): Audit {
  return async (context, caller, answer) => {
    const {requestId, route, peer} = context.state as Known;
    const what = `${context.method} ${route}${context.query.dry_run === 'true' ? '?dry_run=true' : ''}`;
    const action = {who: caller.subject, what, from: peer.address, requestId};
    const record = async (outcome: AdminOutcome) => {
      log.info({request_id: requestId, who: action.who, what, from: action.from, outcome}, 'audit');
      if (!caller.isAdmin) return;
      await services.recordAdminAction({...action, outcome}).catch((error: unknown) => {
        log.error({request_id: requestId, fault: asFailure(error).message}, 'an admin action could not be recorded');
      });
    };
    try {
      if (!caller.isAdmin) throw new Problem(403);
      const reply = await answer();
      await record('done');
      return reply;
    } catch (error) {
      await record(asProblem(error).status >= 500 ? 'failed' : 'refused');
      throw error;
    }
  };
}
