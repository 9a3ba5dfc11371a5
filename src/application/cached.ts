import type {Clock} from './ports/clock.ts';

/**
 * The same answer for `forMs` to everybody; who comes while it is being made waits for it. For `alsoMs` more the old answer
 * is given while a new one is made. A failure is not kept.
 */
export function cached<Value>(
  make: () => Promise<Value>,
  clock: Pick<Clock, 'elapsed'>,
  forMs: number,
  alsoMs = 0,
): () => Promise<Value> {
  let held: {readonly value: Promise<Value>; readonly madeAt: number} | null = null;
  let making: Promise<Value> | null = null;

  function begin(): Promise<Value> {
    const value = make();
    making = value;
    const end = () => {
      making = null;
    };
    value.then(() => {
      held = {value, madeAt: clock.elapsed()};
      end();
    }, end);
    return value;
  }

  return () => {
    const age = held ? clock.elapsed() - held.madeAt : Number.POSITIVE_INFINITY;
    if (held && age < forMs) return held.value;
    const next = making ?? begin();
    return held && age < forMs + alsoMs ? held.value : next;
  };
}
