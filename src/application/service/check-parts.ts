import {asFailure} from '../failure.ts';
import type {Clock} from '../ports/clock.ts';

/** Proves that something answers, by a small read; throws when it does not. */
export type Probe = () => Promise<unknown>;

export type PartState = {readonly connected: boolean; readonly message: string; readonly latency_ms: number};

/** Asks all at once, each for at most `withinMs`. Never rejects. */
export async function checkParts<Name extends string>(
  probes: Readonly<Record<Name, Probe>>,
  clock: Clock,
  withinMs: number,
): Promise<Record<Name, PartState>> {
  const entries = Object.entries<Probe>(probes).map(async ([name, probe]) => [
    name,
    await checkPart(probe, clock, withinMs),
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

async function checkPart(probe: Probe, clock: Clock, withinMs: number): Promise<PartState> {
  const began = clock.now();
  const answered = new AbortController();
  const late = clock.sleep(withinMs, answered.signal).then(() => `no answer within ${withinMs} ms`);
  const fault = Promise.resolve()
    .then(probe)
    .then(
      () => null,
      (error: unknown) => asFailure(error).message,
    );
  const message = await Promise.race([fault, late]);
  answered.abort();
  return {connected: message === null, message: message ?? 'connected', latency_ms: clock.now() - began};
}

/**
 * The same answer for `forMs` to everybody; who comes while it is being made waits for it. For `alsoMs` more the old answer
 * is given while a new one is made. A failure is not kept.
 */
export function cached<Value>(
  make: () => Promise<Value>,
  clock: Pick<Clock, 'now'>,
  forMs: number,
  alsoMs = 0,
): () => Promise<Value> {
  let held: {readonly value: Promise<Value>; readonly madeAt: number} | null = null;
  let making: Promise<Value> | null = null;

  function begin(): Promise<Value> {
    const value = make();
    making = value;
    const end = () => {
      if (making === value) making = null;
    };
    value.then(() => {
      held = {value, madeAt: clock.now()};
      end();
    }, end);
    return value;
  }

  return () => {
    const age = held ? clock.now() - held.madeAt : Number.POSITIVE_INFINITY;
    if (held && age < forMs) return held.value;
    const next = making ?? begin();
    return held && age < forMs + alsoMs ? held.value : next;
  };
}
