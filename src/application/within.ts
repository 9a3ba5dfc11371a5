import type {Clock} from './ports/clock.ts';

/** Waits for work, but for at most `ms`: then answers undefined, and the work goes on unheeded. */
export async function within<Result>(
  clock: Pick<Clock, 'sleep'>,
  ms: number,
  work: Promise<Result>,
): Promise<Result | undefined> {
  const over = new AbortController();
  const late = clock.sleep(ms, over.signal).then(() => undefined);
  return Promise.race([work, late]).finally(() => over.abort());
}
