import type {IsoInstant} from '../../domain/ids.ts';

/** The times at which the daily run is due (slots). Each is the same instant whoever asks and whenever. */
export type Schedule = {
  /** The next `count` slots strictly after an instant (ms since 1970), oldest first. */
  next(afterMs: number, count: number): readonly IsoInstant[];
  /** The latest slot not after an instant; null if there was none within the last decades. */
  latest(atMs: number): IsoInstant | null;
  /** All slots in (fromMs, toMs], oldest first. */
  between(fromMs: number, toMs: number): readonly IsoInstant[];
};
