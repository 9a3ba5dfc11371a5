import type {Container} from 'inversify';
import {auditTrail} from '../application/events/audit.ts';
import type {AdminOutcome} from '../domain/audit-events.ts';
import {TOKENS as T} from './tokens.ts';

/** Who asks, in the call of this id. */
export type Asker = {readonly who: string; readonly requestId: string};
export type TellAudit = <Result>(what: string, work: () => Promise<Result>) => Promise<Result>;

/** Does what admins may only do on record: the audit knows of it before it begins, and of its failure. */
export function toldToAudit(open: () => Promise<Container>, {who, requestId}: Asker): TellAudit {
  return async (what, work) => {
    const record = auditTrail((await open()).get(T.runDeps), 'cli');
    const tell = (outcome: AdminOutcome) => record({who, what, from: 'command line', outcome, requestId});
    await tell('done');
    try {
      return await work();
    } catch (error) {
      await tell('failed');
      throw error;
    }
  };
}
