import type {RunId} from '../../domain/ids.ts';
import type {RunEvent, Stage} from '../../domain/run-events.ts';

/** What a run says while it goes on. Plain JSON, so that it can cross threads. */
export type Progress =
  /** `head`: of the log after it, when the run has ended well and the head could be read. */
  | {readonly type: 'events'; readonly run: RunId; readonly events: readonly RunEvent[]; readonly head?: string}
  | {readonly type: 'stage'; readonly run: RunId; readonly stage: Stage}
  /** Rows read or written so far; `total` is null while it is not known. */
  | {readonly type: 'rows'; readonly run: RunId; readonly done: number; readonly total: number | null}
  | {readonly type: 'waiting'; readonly message: string};

export type Observe = (progress: Progress) => void;

/** Tells each of them, in this order. */
export function observeAll(...observers: readonly Observe[]): Observe {
  return (progress) => {
    for (const observe of observers) observe(progress);
  };
}
