/**
 * The driver's own time-out sends a break and then waits for its answer without a limit, and a login has none at all. So each
 * step has a deadline of ours that is later than the driver's.
 */
export type Deadlines = {
  /** For a call that may take `waitMs` longer than others. */
  readonly callMs: (waitMs?: number) => number;
  /** For the login and the set-up of a session. */
  readonly loginMs: number;
};

const LOGIN_MS = 15_000;
/** The longest that a server may take to answer a break. */
const BREAK_MS = 10_000;

export function deadlines(callTimeoutMs: number): Deadlines {
  const callMs = (waitMs = 0) => callTimeoutMs + waitMs + Math.min(callTimeoutMs, BREAK_MS);
  return {callMs, loginMs: Math.min(LOGIN_MS, callMs())};
}

/** The answer of a call, or after so many ms the error of `tooLate`; what the call comes to later is nobody's any more. */
export function withDeadline<Answer>(ms: number, call: Promise<Answer>, tooLate: () => Error): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(tooLate()), ms);
    call.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
