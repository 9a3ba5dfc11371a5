import type {FailureKind} from '../domain/run-events.ts';
import {scrub} from '../domain/scrub.ts';
import type {Database} from '../domain/tables.ts';

/**
 * `fenced`: another process took the run over. `interrupted`: asked to stop. `plan_changed`: it is not the plan that a person
 * has confirmed. `state_behind`: the state was restored, and the tables have what it lacks. The others are for the caller to mend.
 */
type Kind = FailureKind | 'fenced' | 'interrupted' | 'plan_changed' | 'state_behind' | 'usage' | 'configuration';

type FailureMore = {
  readonly advice?: string | null;
  readonly database?: Database | null;
  readonly retryable?: boolean;
  readonly pending?: readonly string[] | null;
  readonly cause?: unknown;
};

/** A failure that was foreseen: what happened, and what to do next. Its texts hold no IIN. */
export class Failure extends Error {
  readonly kind: Kind;
  readonly advice: string | null;
  readonly database: Database | null;
  /** Trying again within seconds may help. */
  readonly retryable: boolean;
  /** Of a mail that most have got: the addresses still to be told. */
  readonly pending: readonly string[] | null;

  constructor(kind: Kind, message: string, more: FailureMore = {}) {
    super(message, {cause: more.cause});
    this.name = 'Failure';
    this.kind = kind;
    this.advice = more.advice ?? null;
    this.database = more.database ?? null;
    this.retryable = more.retryable ?? false;
    this.pending = more.pending ?? null;
  }
}

/** A Failure as plain data, which can cross threads: all of it but its cause. */
export type FailureData = Pick<Failure, 'kind' | 'message' | 'advice' | 'database' | 'retryable' | 'pending'>;

export function packFailure({kind, message, advice, database, retryable, pending}: Failure): FailureData {
  return {kind, message, advice, database, retryable, pending};
}

export function unpackFailure({kind, message, ...more}: FailureData): Failure {
  return new Failure(kind, message, more);
}

/** Any error as a Failure; an unforeseen one is `unexpected`. */
export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure('unexpected', scrub(error instanceof Error ? error.message : String(error)), {cause: error});
}
