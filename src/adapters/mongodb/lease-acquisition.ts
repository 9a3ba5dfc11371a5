import type {Document} from 'mongodb';
import {LONGEST_LEASE_MS} from '../../application/ports/run-lease.ts';

/** The id of the lease's document. */
export const LEASE = 'run';

/** One call that wants the lease; `token` is its own. */
export type Acquirer = {readonly owner: string; readonly token: string; readonly forMs: number};

/** Takes a free lease under the next epoch, prolongs one that this very call has taken, and leaves any other. */
export function acquisition({owner, token, forMs}: Acquirer, now: number): Document[] {
  const expiresAt = now + forMs;
  const ours = {$eq: ['$token', token]};
  const until = {$ifNull: ['$expiresAt', 0]};
  const free = {$or: [{$lte: [until, now]}, {$gt: [until, now + LONGEST_LEASE_MS]}]};
  const epoch = {$add: [{$ifNull: ['$epoch', 0]}, 1]};
  const taken = {_id: LEASE, epoch, owner: {$literal: owner}, token, expiresAt};
  const prolonged = {$cond: [{$gt: [until, 0]}, {$mergeObjects: ['$$ROOT', {expiresAt}]}, '$$ROOT']};
  return [{$replaceWith: {$cond: [ours, prolonged, {$cond: [free, taken, '$$ROOT']}]}}];
}
