import type {Clock} from './ports/clock.ts';

/**
 * The latest answer, at once and however old; none before the first. Who asks when it is older than `everyMs` has a new one
 * made in the background; one that fails is made again at the next question.
 */
export function lastKnown<Item>(
  make: () => Promise<readonly Item[]>,
  clock: Pick<Clock, 'elapsed'>,
  everyMs: number,
): () => readonly Item[] {
  let known: readonly Item[] = [];
  let nextAt = Number.NEGATIVE_INFINITY;
  return () => {
    if (clock.elapsed() < nextAt) return known;
    nextAt = clock.elapsed() + everyMs;
    make().then(
      (made) => {
        known = made;
      },
      () => {
        nextAt = Number.NEGATIVE_INFINITY;
      },
    );
    return known;
  };
}
