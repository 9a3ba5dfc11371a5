import {asFailure} from '../failure.ts';
import type {Clock} from '../ports/clock.ts';
import {within} from '../within.ts';

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
  const began = clock.elapsed();
  const fault = Promise.resolve()
    .then(probe)
    .then(
      () => null,
      (error: unknown) => asFailure(error).message,
    );
  const answer = await within(clock, withinMs, fault);
  const message = answer === undefined ? `no answer within ${withinMs} ms` : answer;
  return {
    connected: message === null,
    message: message ?? 'connected',
    latency_ms: Math.round(clock.elapsed() - began),
  };
}
