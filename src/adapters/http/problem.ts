import {STATUS_CODES} from 'node:http';
import {asFailure, type Failure} from '../../application/failure.ts';

export type Headers = Readonly<Record<string, string>>;
type More = {readonly detail?: string; readonly headers?: Headers; readonly members?: object; readonly cause?: unknown};

/** An answer that is no success, as RFC 9457 has it. Detail and members hold no IIN. */
export class Problem extends Error {
  readonly status: number;
  readonly detail: string | null;
  readonly headers: Headers;
  readonly members: object;

  constructor(status: number, {detail, headers = {}, members = {}, cause}: More = {}) {
    super(detail ?? STATUS_CODES[status] ?? 'error', {cause});
    this.name = 'Problem';
    this.status = status;
    this.detail = detail ?? null;
    this.headers = headers;
    this.members = members;
  }
}

/** The document that the caller gets. */
export function problemDocument({status, detail, members}: Problem, requestId: string): object {
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    ...(detail === null ? {} : {detail}),
    request_id: requestId,
    ...members,
  };
}

/** Any error as a problem; what was not foreseen says nothing about itself. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const {status, expose} = Object(error) as {status?: unknown; expose?: unknown};
  if (expose === true && typeof status === 'number' && status >= 400 && status < 500) return new Problem(status);
  return problemOf(asFailure(error), error);
}

function problemOf({kind, message, database}: Failure, cause: unknown): Problem {
  switch (kind) {
    case 'unreachable':
    case 'refused':
    case 'interrupted':
      return new Problem(503, {
        detail: message,
        headers: {'Retry-After': '5'},
        members: database === null ? {} : {database},
        cause,
      });
    case 'fenced':
    case 'plan_changed':
    case 'state_behind':
      return new Problem(409, {detail: message, cause});
    default:
      return new Problem(500, {cause});
  }
}
